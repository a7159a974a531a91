/** eventually asks until there is an answer: what happens in the background takes a moment. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, within = 20_000): Promise<T> {
	const end = Date.now() + within;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > end) throw new Error(`There is still not ${what}.`);
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
