import { ProblemError, toProblem, type Problem } from '#lib/api/problem.ts';
import { cleanData, clashes, patchOf, resolved, same, type Clash, type Side } from './merge.ts';
import type { ContentCard, Data, Gate, Media, OfficeContent } from './types.ts';

export type SaveState = 'saved' | 'dirty' | 'saving' | 'offline' | 'failed' | 'conflict' | 'expired';

/** Conflict is what two people wrote at the same time, to be chosen between. */
export interface Conflict {
	theirs: OfficeContent;
	clashes: Clash[];
}

interface Calls {
	read: (id: string) => Promise<OfficeContent>;
	save: (
		id: string,
		version: number,
		patch: { data?: Data; slug?: string; owner_unit_id?: string | null }
	) => Promise<OfficeContent>;
}

interface Options {
	content: OfficeContent;
	calls: Calls;
	storage?: Storage;
	/** milliseconds of quiet before a save */
	quiet?: number;
}

interface Kept {
	version: number;
	data: Data;
}

const retryAfter = [3_000, 8_000, 20_000, 40_000];
const prefix = 'sportello:content:';

/**
 * ContentDraft holds a content while an editor works on it. It saves by itself
 * after a pause, says where the text is, and when somebody else saved first it
 * keeps both until the editor chooses.
 */
export class ContentDraft {
	/** the content as the server last gave it */
	content = $state.raw() as OfficeContent;
	data = $state.raw<Data>({});
	state = $state<SaveState>('saved');
	problem = $state.raw<Problem | undefined>();
	conflict = $state.raw<Conflict | undefined>();
	savedAt = $state<number | undefined>();
	/** cards and files picked here, which the server has not sent yet */
	references = $state.raw<Record<string, ContentCard>>({});
	media = $state.raw<Record<string, Media>>({});

	#calls: Calls;
	#storage: Storage | undefined;
	#quiet: number;
	#synced: Data = {};
	#timer: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	#queue: Promise<unknown> = Promise.resolve();

	constructor({ content, calls, storage, quiet = 1_500 }: Options) {
		this.#calls = calls;
		this.#quiet = quiet;
		this.#storage = storage ?? (typeof sessionStorage === 'undefined' ? undefined : sessionStorage);
		const kept = this.#kept(content.id);
		this.#adopt(content, cleanData(content.data));
		if (kept) this.#restore(kept);
	}

	get unsaved(): boolean {
		return this.state !== 'saved';
	}

	/** gates of a field, or of all when there is no field. */
	gates(field?: string): Gate[] {
		return field === undefined ? this.content.gates : this.content.gates.filter((gate) => gate.field === field);
	}

	set(key: string, value: unknown): void {
		this.data = { ...this.data, [key]: value };
		if (same(cleanData(this.data), this.#synced)) {
			if (this.state === 'dirty') this.#settle();
			return;
		}
		if (this.state === 'conflict' || this.state === 'expired') return this.#keep();
		this.state = 'dirty';
		this.#keep();
		this.#schedule(this.#quiet);
	}

	pick(card: ContentCard): void {
		this.references = { ...this.references, [card.id]: card };
	}

	pickMedia(file: Media): void {
		this.media = { ...this.media, [file.id]: file };
	}

	/** flush sends what is still here and says whether the server has everything. */
	async flush(): Promise<boolean> {
		clearTimeout(this.#timer);
		await this.#queue;
		if (this.state === 'saved') return true;
		if (this.state === 'conflict') return false;
		return this.#enqueue(() => this.#save());
	}

	/** saveMore saves something beside the fields: the address, the office that answers for it. */
	async saveMore(patch: { slug?: string; owner_unit_id?: string | null }): Promise<void> {
		if (!(await this.flush())) throw new ProblemError(this.problem ?? toProblem(undefined));
		await this.#enqueue(async () => {
			const content = await this.#calls.save(this.content.id, this.content.version, patch);
			this.#adopt(content, this.data);
		});
	}

	/** take adopts what an act (publication, restoration…) answered. */
	take(content: OfficeContent, withData = false): void {
		this.#adopt(content, withData ? cleanData(content.data) : this.data);
		this.savedAt = Date.now();
	}

	/** refresh reads the content again after somebody else changed it, when nothing of ours is waiting. */
	async refresh(): Promise<void> {
		this.take(await this.#calls.read(this.content.id), true);
	}

	/** choose ends a conflict: what was decided goes on top of the version that the server has. */
	async choose(choices: Record<string, Side>): Promise<boolean> {
		if (!this.conflict) return true;
		const { theirs, clashes: found } = this.conflict;
		this.conflict = undefined;
		this.#adopt(theirs, resolved(cleanData(theirs.data), found, choices));
		this.#synced = cleanData(theirs.data);
		this.state = 'dirty';
		return this.flush();
	}

	/** resume goes on after a new sign-in. */
	async resume(): Promise<boolean> {
		this.state = 'dirty';
		return this.flush();
	}

	destroy(): void {
		clearTimeout(this.#timer);
	}

	#adopt(content: OfficeContent, data: Data): void {
		this.content = content;
		this.data = data;
		this.references = { ...this.references, ...content.references };
		this.media = { ...this.media, ...content.media };
		this.#synced = cleanData(data);
		this.#settle();
	}

	#settle(): void {
		clearTimeout(this.#timer);
		this.#failures = 0;
		this.problem = undefined;
		this.state = 'saved';
		this.#forget();
	}

	#schedule(delay: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#enqueue(() => this.#save()), delay);
	}

	async #save(): Promise<boolean> {
		const sent = cleanData(this.data);
		const patch = patchOf(this.#synced, sent);
		if (!patch) {
			this.#settle();
			return true;
		}
		this.state = 'saving';
		try {
			const content = await this.#calls.save(this.content.id, this.content.version, { data: patch });
			return this.#saved(content, sent);
		} catch (thrown) {
			await this.#failed(toProblem(thrown));
			return false;
		}
	}

	#saved(content: OfficeContent, sent: Data): boolean {
		this.content = content;
		this.references = { ...this.references, ...content.references };
		this.media = { ...this.media, ...content.media };
		this.#synced = sent;
		this.savedAt = Date.now();
		if (same(cleanData(this.data), sent)) {
			this.#settle();
			return true;
		}
		this.state = 'dirty';
		this.#schedule(this.#quiet);
		return false;
	}

	async #failed(problem: Problem): Promise<void> {
		this.problem = problem;
		this.#keep();
		if (problem.status === 412) return this.#meet();
		if (problem.status === 401) {
			this.state = 'expired';
			return;
		}
		if (problem.status === 0 || problem.status === 429 || problem.status >= 500) {
			this.state = 'offline';
			this.#schedule(retryAfter[Math.min(this.#failures++, retryAfter.length - 1)]!);
			return;
		}
		this.state = 'failed';
	}

	/** meet reads what the other person saved; when no field is disputed the two join by themselves. */
	async #meet(): Promise<void> {
		this.state = 'conflict';
		try {
			const theirs = await this.#calls.read(this.content.id);
			const base = cleanData(this.content.data);
			const mine = this.#onBase(base);
			this.conflict = { theirs, clashes: clashes(base, mine, cleanData(theirs.data)) };
		} catch (thrown) {
			this.problem = toProblem(thrown);
			this.state = 'offline';
			this.#schedule(retryAfter[Math.min(this.#failures++, retryAfter.length - 1)]!);
		}
	}

	/** onBase leaves to the server's spelling what was not touched here: it may have cleaned a text it was sent. */
	#onBase(base: Data): Data {
		const mine = cleanData(this.data);
		for (const key of new Set([...Object.keys(mine), ...Object.keys(base)])) {
			if (!same(mine[key], this.#synced[key])) continue;
			if (base[key] === undefined) delete mine[key];
			else mine[key] = base[key];
		}
		return mine;
	}

	#enqueue<T>(work: () => Promise<T>): Promise<T> {
		const next = this.#queue.then(work, work);
		this.#queue = next.catch(() => undefined);
		return next;
	}

	#keep(): void {
		try {
			const kept = { version: this.content.version, data: this.data } satisfies Kept;
			this.#storage?.setItem(prefix + this.content.id, JSON.stringify(kept));
		} catch {
			// A full or forbidden storage: the page still holds the text.
		}
	}

	#forget(): void {
		try {
			this.#storage?.removeItem(prefix + this.content.id);
		} catch {
			// Nothing was kept.
		}
	}

	#kept(id: string): Kept | null {
		try {
			return JSON.parse(this.#storage?.getItem(prefix + id) ?? 'null') as Kept | null;
		} catch {
			return null;
		}
	}

	/** restore takes back what this tab could not save before it was closed or the session ended. */
	#restore(kept: Kept): void {
		if (same(cleanData(kept.data), this.#synced)) return;
		const theirs = this.content;
		this.data = kept.data;
		this.#keep();
		if (kept.version === theirs.version) {
			this.state = 'dirty';
			this.#schedule(this.#quiet);
			return;
		}
		this.state = 'conflict';
		this.conflict = {
			theirs,
			clashes: clashes({}, cleanData(kept.data), cleanData(theirs.data)).map((clash) => ({ ...clash, by: 'both' }))
		};
	}
}
