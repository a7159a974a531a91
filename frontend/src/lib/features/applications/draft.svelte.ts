import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { clean, fileKeys } from './engine/clean.ts';
import { getPath, pathOf, pointer, setPath } from './engine/paths.ts';
import { shiftedKey } from './engine/lists.ts';
import { locate, validateForm } from './engine/validate.ts';
import type { AttachmentCounts, Data, Env, FieldError, Form } from './engine/types.ts';
import { clearStash, keepStash, readStash } from './stash.ts';
import type { Application, Attachment, DraftCalls, DraftPatch, Problem } from './types.ts';

export type SaveState = 'idle' | 'pending' | 'saving' | 'saved' | 'offline' | 'conflict' | 'expired' | 'failed';

export type Upload = { id: number; key: string; file: File; progress: number; problem?: Problem };

type Options = {
	application: Application;
	form: Form;
	person: Data & { id: string };
	today: string;
	calls: DraftCalls;
	storage?: Storage;
	/** Milliseconds of quiet before a save. */
	quiet?: number;
};

/** Milliseconds without a key after which a person has paused. */
const typingPause = 300;

const retryAfter = [2_000, 5_000, 15_000, 30_000];

/**
 * DraftEditor holds an application while a person fills it in: what was
 * typed, what is wrong with it, and what the server has already got. Saves and
 * uploads go out one after the other, because each gives the draft a new version.
 */
export class DraftEditor {
	application = $state.raw() as Application;
	form: Form;
	data = $state<Data>({});
	declarations = $state<string[]>([]);
	saveState = $state<SaveState>('idle');
	/** When the server last had everything, in milliseconds. */
	savedAt = $state<number | undefined>();
	saveProblem = $state<Problem | undefined>();
	uploads = $state<Upload[]>([]);
	restored = $state(false);
	/** Paths that the person has left at least once: only these show their errors before the step is sent. */
	touched = new SvelteSet<string>();
	/** Steps of which the person asked to go on: all their errors show. */
	revealed = new SvelteSet<string>();
	/** What the server refused although we did not, by path; gone when the value changes. */
	refused = new SvelteMap<string, FieldError>();

	readonly env: Env;
	/** The form is not the one that the draft was written with: true for as long as the page is open. */
	readonly formChanged: boolean;
	#calls: DraftCalls;
	#person: string;
	#storage: Storage | undefined;
	#quiet: number;
	#step = '';
	#dirty = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	#queue: Promise<unknown> = Promise.resolve();
	/** The answers as the server last gave them, to see that somebody else changed them. */
	#known = '';
	#uploadId = 0;

	/** The answers as all but their own field see them: what is typed gets here at the next pause. */
	#settled = $state.raw<Data>({});
	#pause: ReturnType<typeof setTimeout> | undefined;

	cleaned: Data = $derived.by(() => clean(this.form, this.#settled, this.env));
	counts: AttachmentCounts = $derived.by(() => countKeys(this.application.attachments));
	errors: FieldError[] = $derived.by(() => [
		...validateForm(this.form, this.cleaned, this.counts, this.declarations, this.env),
		...this.refused.values()
	]);

	constructor(options: Options) {
		this.application = options.application;
		this.form = options.form;
		this.env = { today: options.today, person: options.person };
		this.#calls = options.calls;
		this.#person = options.person.id;
		this.#storage = options.storage ?? (typeof sessionStorage === 'undefined' ? undefined : sessionStorage);
		this.#quiet = options.quiet ?? 1_200;
		this.data = structuredClone(options.application.data ?? {}) as Data;
		this.declarations = [...(options.application.declarations ?? [])];
		this.#step = options.application.step;
		this.formChanged = options.application.form_changed === true;
		this.#known = answersOf(options.application);
		this.#restore();
		this.settle();
	}

	/** A draft whose values are still here and not on the server. */
	get unsaved(): boolean {
		return this.#dirty;
	}

	get editable(): boolean {
		return this.application.status === 'draft';
	}

	value(path: string): unknown {
		return getPath(this.data, path);
	}

	set(path: string, value: unknown): void {
		setPath(this.data, path, value);
		this.refused.delete(path);
		this.#changed();
		this.settle();
	}

	/** type is `set` for what comes key by key: the rest of the form looks at it when the person pauses. */
	type(path: string, value: unknown): void {
		setPath(this.data, path, value);
		if (this.refused.size) this.refused.delete(path);
		this.#changed();
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => this.settle(), typingPause);
	}

	/** settle lets conditions, checks and computed values see the answers as they are now. */
	settle(): void {
		clearTimeout(this.#pause);
		this.#pause = undefined;
		this.#settled = $state.snapshot(this.data) as Data;
		if (this.#dirty) this.#keep();
	}

	#settleTyped(): void {
		if (this.#pause !== undefined) this.settle();
	}

	touch(path: string): void {
		this.#settleTyped();
		this.touched.add(path);
	}

	declare(key: string, ticked: boolean): void {
		this.declarations = ticked
			? [...this.declarations.filter((k) => k !== key), key]
			: this.declarations.filter((k) => k !== key);
		this.#changed();
		this.#keep();
	}

	/** errorAt gives the error to show at a field, if it is time to show it. */
	errorAt(path: string): FieldError | undefined {
		const ptr = pointer(path);
		const error = this.errors.find((e) => e.pointer === ptr);
		if (!error) return undefined;
		return this.touched.has(path) || this.revealed.has(error.step) ? error : undefined;
	}

	stepErrors(stepId: string): FieldError[] {
		return this.errors.filter((e) => e.step === stepId);
	}

	sectionErrors(stepId: string, sectionId: string): FieldError[] {
		return this.stepErrors(stepId).filter((e) => e.section === sectionId);
	}

	reveal(stepId: string): void {
		this.#settleTyped();
		this.revealed.add(stepId);
	}

	/** refuse takes over what the server found wrong when it was asked to accept the draft. */
	refuse(problems: { pointer: string; code: string; params?: Record<string, unknown> }[]): FieldError[] {
		const found = problems.map((p) => locate(this.form, p));
		for (const e of found) {
			this.revealed.add(e.step);
			if (!this.errors.some((known) => known.pointer === e.pointer)) this.refused.set(pathOf(e.pointer), e);
		}
		return found;
	}

	addItem(path: string): number {
		const rows = (this.value(path) as unknown[] | undefined) ?? [];
		this.set(path, [...rows, {}]);
		return rows.length;
	}

	/** removeItem takes a row away with its files; the files of the rows after it follow their row. */
	async removeItem(path: string, index: number): Promise<void> {
		const rows = (this.value(path) as unknown[] | undefined) ?? [];
		const moving = this.application.attachments.filter((a) => shiftedKey(a.key, path, index) !== a.key);
		this.set(
			path,
			rows.filter((_, i) => i !== index)
		);
		for (const a of moving) {
			const key = shiftedKey(a.key, path, index);
			await this.#enqueue(async () => {
				if (key) await this.#calls.moveAttachment(this.application.id, a, key);
				else await this.#calls.removeAttachment(this.application.id, a.id);
				await this.#refresh();
			});
		}
	}

	files(key: string): Attachment[] {
		return this.application.attachments.filter((a) => a.key === key);
	}

	uploadsAt(key: string): Upload[] {
		return this.uploads.filter((u) => u.key === key);
	}

	/** upload sends a file at once; the server only knows the key if it has the answers that show the field. */
	async upload(key: string, file: File): Promise<void> {
		const entry: Upload = { id: ++this.#uploadId, key, file, progress: 0 };
		this.uploads.push(entry);
		await this.#send(entry.id);
	}

	async retryUpload(id: number): Promise<void> {
		const entry = this.uploads.find((u) => u.id === id);
		if (!entry) return;
		entry.problem = undefined;
		entry.progress = 0;
		await this.#send(id);
	}

	dropUpload(id: number): void {
		this.uploads = this.uploads.filter((u) => u.id !== id);
	}

	async #send(id: number): Promise<void> {
		await this.flush();
		await this.#enqueue(async () => {
			const entry = this.uploads.find((u) => u.id === id);
			if (!entry) return;
			if (this.saveState === 'conflict') {
				entry.problem = this.saveProblem ?? changedElsewhere;
				return;
			}
			const answer = await this.#calls.upload(this.application.id, entry.key, entry.file, (p) => (entry.progress = p));
			if ('problem' in answer) {
				entry.problem = answer.problem;
				if (answer.problem.status === 401) this.expire();
				return;
			}
			this.refused.delete(entry.key);
			this.dropUpload(id);
			this.application = { ...this.application, attachments: [...this.application.attachments, answer.data] };
			await this.#refresh();
		});
	}

	async removeAttachment(id: string): Promise<Problem | undefined> {
		let problem: Problem | undefined;
		await this.#enqueue(async () => {
			const answer = await this.#calls.removeAttachment(this.application.id, id);
			if (answer.problem && answer.problem.status !== 404) {
				problem = answer.problem;
				if (problem.status === 401) this.expire();
				return;
			}
			await this.#refresh();
		});
		return problem;
	}

	/** visit notes the step on which to resume. */
	async visit(step: string): Promise<void> {
		if (step === this.#step) return;
		this.#step = step;
		if (this.editable) await this.#save({ step });
	}

	async acceptPrivacy(nextStep: string): Promise<boolean> {
		this.#step = nextStep;
		return this.#save({ privacy_accepted: true, step: nextStep });
	}

	/** flush sends what is not on the server yet and says whether all of it is there now. */
	async flush(): Promise<boolean> {
		clearTimeout(this.#timer);
		if (!this.#dirty) {
			await this.#queue;
			return !this.#dirty;
		}
		return this.#save();
	}

	/** saveNow is the button: it saves even when nothing changed, so that its message is true. */
	async saveNow(): Promise<boolean> {
		clearTimeout(this.#timer);
		return this.#save();
	}

	/** reload drops what was typed here for what the server has. */
	async reload(): Promise<void> {
		await this.#refresh('theirs');
		this.#dirty = false;
		this.#forget();
		this.saveState = 'idle';
	}

	/** overwrite keeps what was typed here on top of the version that the server has. */
	async overwrite(): Promise<void> {
		await this.#refresh('ours');
		this.#dirty = true;
		await this.#save();
	}

	/** resumed is called when the person is signed in again without having left the page. */
	async resumed(): Promise<void> {
		this.saveState = 'pending';
		await this.#save();
	}

	take(application: Application): void {
		this.application = application;
	}

	/** sent forgets what this tab kept: the draft is no longer one. */
	sent(): void {
		this.#dirty = false;
		this.#forget();
	}

	/** destroy stops the timers; what is unsaved stays in this tab. */
	destroy(): void {
		this.#settleTyped();
		clearTimeout(this.#timer);
	}

	#changed(): void {
		this.#dirty = true;
		this.restored = false;
		if (this.saveState !== 'expired' && this.saveState !== 'conflict') this.saveState = 'pending';
		if (this.saveState === 'pending') this.#schedule(this.#quiet);
	}

	#schedule(delay: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#save(), delay);
	}

	#save(patch: DraftPatch = {}): Promise<boolean> {
		return this.#enqueue(async () => {
			if (!this.editable) return true;
			this.#settleTyped();
			const sent = JSON.stringify([this.data, this.declarations]);
			this.saveState = 'saving';
			const answer = await this.#calls.save(this.application.id, this.application.version, {
				data: $state.snapshot(this.cleaned) as Data,
				declarations: [...this.declarations],
				step: this.#step || undefined,
				...patch
			});
			if ('problem' in answer) return this.#failed(answer.problem);
			this.application = answer.data;
			this.#known = answersOf(answer.data);
			this.#failures = 0;
			this.saveProblem = undefined;
			this.#dirty = sent !== JSON.stringify([this.data, this.declarations]);
			if (this.#dirty) {
				this.saveState = 'pending';
				this.#schedule(this.#quiet);
				return false;
			}
			this.savedAt = Date.now();
			this.saveState = 'saved';
			this.#forget();
			return true;
		});
	}

	#failed(problem: Problem): false {
		this.saveProblem = problem;
		if (problem.status === 401) {
			this.expire();
		} else if (problem.status === 412) {
			this.saveState = 'conflict';
			this.#keep();
		} else if (problem.status === 0 || problem.status >= 500 || problem.status === 429) {
			this.saveState = 'offline';
			this.#keep();
			this.#dirty = true;
			this.#schedule(retryAfter[Math.min(this.#failures++, retryAfter.length - 1)]!);
		} else {
			this.saveState = 'failed';
		}
		return false;
	}

	/** expire is told that the session has ended: what is here is kept in the tab. */
	expire(): void {
		this.#dirty = true;
		this.#settleTyped();
		this.#keep();
		this.saveState = 'expired';
	}

	/**
	 * #refresh reads the draft again. Answers that changed elsewhere are taken
	 * over when nothing waits to be saved here; otherwise the person chooses.
	 */
	async #refresh(keep?: 'theirs' | 'ours'): Promise<void> {
		const answer = await this.#calls.read(this.application.id);
		if ('problem' in answer) {
			if (answer.problem.status === 401) this.expire();
			return;
		}
		const changed = answersOf(answer.data) !== this.#known;
		if (changed && !keep && this.#dirty) {
			this.application = { ...this.application, attachments: answer.data.attachments };
			this.saveState = 'conflict';
			clearTimeout(this.#timer);
			return;
		}
		this.application = answer.data;
		this.#known = answersOf(answer.data);
		if (keep === 'theirs' || (changed && !keep)) {
			this.data = structuredClone(answer.data.data ?? {}) as Data;
			this.declarations = [...(answer.data.declarations ?? [])];
			this.settle();
		}
	}

	#enqueue<T>(work: () => Promise<T>): Promise<T> {
		const next = this.#queue.then(work, work);
		this.#queue = next.catch(() => undefined);
		return next;
	}

	#keep(): void {
		if (!this.#storage) return;
		keepStash(
			this.application.id,
			{
				version: this.application.version,
				person: this.#person,
				step: this.#step,
				data: $state.snapshot(this.data) as Data,
				declarations: [...this.declarations]
			},
			this.#storage
		);
	}

	#forget(): void {
		if (this.#storage) clearStash(this.application.id, this.#storage);
	}

	#restore(): void {
		if (!this.#storage) return;
		const stash = readStash(this.application.id, this.#person, this.#storage);
		if (!stash) return;
		if (!this.editable) return this.#forget();
		this.data = stash.data;
		this.declarations = stash.declarations;
		this.#dirty = true;
		if (stash.version !== this.application.version) {
			this.saveState = 'conflict';
			return;
		}
		this.restored = true;
		this.saveState = 'pending';
		this.#schedule(0);
	}

	/** Keys of attachments that the form no longer asks for. */
	get orphans(): Attachment[] {
		const keys = fileKeys(this.form, this.cleaned, this.env);
		return this.application.attachments.filter((a) => !keys.has(a.key));
	}
}

/** What an upload says when the draft was changed elsewhere before it could go. */
const changedElsewhere: Problem = {
	type: 'about:blank',
	title: 'Changed elsewhere',
	status: 412,
	code: 'version-mismatch'
};

function answersOf({ data, declarations }: Application): string {
	return JSON.stringify([data ?? {}, declarations ?? []]);
}

function countKeys(attachments: Attachment[]): AttachmentCounts {
	const counts: AttachmentCounts = {};
	for (const a of attachments) counts[a.key] = (counts[a.key] ?? 0) + 1;
	return counts;
}
