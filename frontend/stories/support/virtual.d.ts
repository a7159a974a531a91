declare module 'virtual:tokens' {
	interface Pair {
		token: string;
		on: string;
		needed: number;
		where: string;
		ratio: number;
		colour: string;
		ground: string;
		good: boolean;
	}
	export const tokens: Record<string, { value: string; use: string; group: string }>;
	export const municipalities: { name: string; primary?: string; pairs: Pair[] }[];
}
