import type { Problem } from '#lib/api/problem.ts';
import type { DataExport } from '#lib/api/types.ts';
import { listExports } from './calls.ts';

type Options = {
	exports: DataExport[];
	refresh?: () => ReturnType<typeof listExports>;
	/** milliseconds between two questions, and how many of them */
	every?: number;
	times?: number;
};

/**
 * ExportWatch follows a copy while it is being prepared. It asks a limited
 * number of times: what takes longer is told by e-mail.
 */
export class ExportWatch {
	exports = $state.raw<DataExport[]>([]);
	asking = $state(false);
	problem = $state<Problem | undefined>();
	#refresh: NonNullable<Options['refresh']>;
	#every: number;
	#times: number;
	#asked = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	constructor({ exports, refresh = listExports, every = 5_000, times = 12 }: Options) {
		this.exports = exports;
		this.#refresh = refresh;
		this.#every = every;
		this.#times = times;
	}

	preparing = $derived(this.exports.some((e) => e.status === 'preparing'));
	ready = $derived(this.exports.filter((e) => e.status === 'ready'));
	/** The newest copy, when it could not be made. */
	failed = $derived(this.exports[0]?.status === 'failed' ? this.exports[0] : undefined);

	/** start asks after a while, as long as a copy is being prepared. */
	start(): void {
		clearTimeout(this.#timer);
		if (this.preparing && !this.#stopped && this.#asked < this.#times)
			this.#timer = setTimeout(() => void this.again(), this.#every);
	}

	/** add puts a copy just asked for in front, and follows it. */
	add(one: DataExport): void {
		this.exports = [one, ...this.exports.filter(({ id }) => id !== one.id)];
		this.#asked = 0;
		this.start();
	}

	/** again asks now. */
	async again(): Promise<void> {
		this.asking = true;
		const answer = await this.#refresh();
		this.asking = false;
		this.#asked++;
		if ('data' in answer) {
			this.exports = answer.data.items;
			this.problem = undefined;
		} else {
			this.problem = answer.problem;
		}
		this.start();
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
	}
}
