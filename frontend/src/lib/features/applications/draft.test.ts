import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftEditor } from './draft.svelte.ts';
import type { Data, Form } from './engine/types.ts';
import type { Application, Attachment, DraftCalls, DraftPatch, Outcome, Problem } from './types.ts';

const say = (it: string) => ({ it, en: it });
const form: Form = {
	service_id: 'sample',
	version: '1.0.0',
	privacy: { version: '1', text: say('Informativa') },
	declarations: [{ key: 'truth', text: say('Dichiaro il vero'), required: true }],
	steps: [
		{
			id: 'general',
			title: say('Dati generali'),
			sections: [
				{
					id: 'contacts',
					title: say('Contatti'),
					fields: [
						{ key: 'email', type: 'email', label: say('Email'), required: true },
						{
							key: 'children',
							type: 'list',
							label: say('Figli'),
							fields: [
								{ key: 'name', type: 'text', label: say('Nome') },
								{ key: 'doc', type: 'file', label: say('Documento') }
							]
						}
					]
				}
			]
		}
	]
};

const problem = (status: number, code = 'x'): { problem: Problem } => ({
	problem: { type: 'about:blank', title: code, status, code }
});

/** A server of one draft, which refuses whatever `fail` says. */
class FakeServer implements DraftCalls {
	application: Application;
	fail: { problem: Problem } | undefined;
	saves: DraftPatch[] = [];
	moves: string[] = [];

	constructor(data: Data = {}, attachments: Attachment[] = []) {
		this.application = {
			id: 'a1',
			service: { id: 'sample', title: say('Esempio') },
			status: 'draft',
			version: 1,
			step: 'general',
			data,
			attachments,
			declarations: [],
			fees: [],
			total_cents: 0
		} as unknown as Application;
	}
	read = async (): Promise<Outcome<Application>> => this.fail ?? { data: this.application };
	save = async (_id: string, version: number, patch: DraftPatch): Promise<Outcome<Application>> => {
		if (this.fail) return this.fail;
		if (version !== this.application.version) return problem(412, 'version-mismatch');
		this.saves.push(patch);
		this.application = { ...this.application, ...patch, version: version + 1 } as Application;
		return { data: this.application };
	};
	upload = async (_id: string, key: string, file: File): Promise<Outcome<Attachment>> => {
		if (this.fail) return this.fail;
		const attachment = { id: file.name, key, file_name: file.name, size: file.size } as Attachment;
		this.application = { ...this.application, attachments: [...this.application.attachments, attachment] };
		return { data: attachment };
	};
	removeAttachment = async (_id: string, attachmentId: string) => {
		this.application = {
			...this.application,
			attachments: this.application.attachments.filter((a) => a.id !== attachmentId)
		};
		return {};
	};
	moveAttachment = async (_id: string, a: Attachment, key: string) => {
		this.moves.push(`${a.id} ${key}`);
	};
}

function edit(server: FakeServer): DraftEditor {
	return new DraftEditor({
		application: server.application,
		form,
		person: { id: 'p1' },
		today: '2026-11-24',
		calls: server,
		quiet: 500
	});
}

describe('DraftEditor', () => {
	beforeEach(() => {
		vi.useFakeTimers();
		sessionStorage.clear();
	});
	afterEach(() => vi.useRealTimers());

	it('saves once after a pause, with the answers cleaned', async () => {
		const server = new FakeServer();
		const editor = edit(server);
		editor.set('email', 'anna');
		editor.set('email', 'Anna@Example.org ');
		expect(editor.saveState).toBe('pending');
		await vi.advanceTimersByTimeAsync(600);
		expect(server.saves).toHaveLength(1);
		expect(server.saves[0]!.data).toEqual({ email: 'anna@example.org' });
		expect(editor.saveState).toBe('saved');
		expect(editor.unsaved).toBe(false);
	});

	it('shows an error only when the field was left or the step was asked for', () => {
		const editor = edit(new FakeServer());
		expect(editor.errorAt('email')).toBeUndefined();
		editor.touch('email');
		expect(editor.errorAt('email')?.code).toBe('required');
		editor.set('email', 'anna@example.org');
		expect(editor.errorAt('email')).toBeUndefined();
	});

	it('waits for the connection and tries again', async () => {
		const server = new FakeServer();
		const editor = edit(server);
		server.fail = problem(0, 'network');
		editor.set('email', 'a@example.org');
		await vi.advanceTimersByTimeAsync(600);
		expect(editor.saveState).toBe('offline');
		server.fail = undefined;
		await vi.advanceTimersByTimeAsync(3_000);
		expect(editor.saveState).toBe('saved');
	});

	it('offers to reload when the draft changed elsewhere', async () => {
		const server = new FakeServer();
		const editor = edit(server);
		server.application = { ...server.application, version: 7, data: { email: 'altrove@example.org' } };
		editor.set('email', 'qui@example.org');
		await vi.advanceTimersByTimeAsync(600);
		expect(editor.saveState).toBe('conflict');
		await editor.reload();
		expect(editor.value('email')).toBe('altrove@example.org');
		expect(editor.unsaved).toBe(false);
	});

	it('can keep what was typed here over a change made elsewhere', async () => {
		const server = new FakeServer();
		const editor = edit(server);
		server.application = { ...server.application, version: 7 };
		editor.set('email', 'qui@example.org');
		await vi.advanceTimersByTimeAsync(600);
		await editor.overwrite();
		expect(server.application.data).toEqual({ email: 'qui@example.org' });
		expect(editor.saveState).toBe('saved');
	});

	it('keeps what was typed when the session ends, and gives it back to the same person only', async () => {
		const server = new FakeServer();
		const editor = edit(server);
		server.fail = problem(401, 'session-expired');
		editor.set('email', 'qui@example.org');
		await vi.advanceTimersByTimeAsync(600);
		expect(editor.saveState).toBe('expired');
		editor.destroy();

		server.fail = undefined;
		const back = edit(server);
		expect(back.restored).toBe(true);
		expect(back.value('email')).toBe('qui@example.org');
		await vi.advanceTimersByTimeAsync(600);
		expect(server.application.data).toEqual({ email: 'qui@example.org' });
		expect(sessionStorage).toHaveLength(0);
	});

	it('forgets what another person left in the same tab', () => {
		sessionStorage.setItem(
			'sportello:draft:a1',
			JSON.stringify({ version: 1, person: 'p2', step: 'general', data: { email: 'x@y.it' }, declarations: [] })
		);
		expect(edit(new FakeServer()).value('email')).toBeUndefined();
		expect(sessionStorage).toHaveLength(0);
	});

	it('sends a file at once, and keeps the failed ones for another try', async () => {
		const server = new FakeServer();
		const editor = edit(server);
		const file = new File(['x'], 'doc.pdf');
		server.fail = problem(415, 'file-type-not-allowed');
		await editor.upload('doc', file);
		const [failed] = editor.uploadsAt('doc');
		expect(failed?.problem?.code).toBe('file-type-not-allowed');
		server.fail = undefined;
		await editor.retryUpload(failed!.id);
		expect(editor.uploadsAt('doc')).toHaveLength(0);
		expect(editor.files('doc').map((f) => f.file_name)).toEqual(['doc.pdf']);
	});

	it('takes away an item with its files and moves those of the items after it', async () => {
		const at = (id: string, key: string) => ({ id, key, file_name: id }) as Attachment;
		const server = new FakeServer({ children: [{ name: 'Ada' }, { name: 'Ugo' }] }, [
			at('f0', 'children[0].doc'),
			at('f1', 'children[1].doc')
		]);
		const editor = edit(server);
		await editor.removeItem('children', 0);
		expect(editor.value('children')).toEqual([{ name: 'Ugo' }]);
		expect(server.application.attachments.map((a) => a.id)).toEqual(['f1']);
		expect(server.moves).toEqual(['f1 children[0].doc']);
	});

	it('takes over what changed elsewhere while a file was sent, when nothing waits here', async () => {
		const server = new FakeServer({ email: 'prima@example.org' });
		const editor = edit(server);
		server.application = { ...server.application, version: 7, data: { email: 'altrove@example.org' } };
		await editor.upload('doc', new File(['x'], 'doc.pdf'));
		expect(editor.value('email')).toBe('altrove@example.org');
		expect(editor.files('doc')).toHaveLength(1);
		editor.set('email', 'dopo@example.org');
		await vi.advanceTimersByTimeAsync(600);
		expect(server.application.data).toEqual({ email: 'dopo@example.org' });
	});

	it('lets the person choose before a file is sent over a change made elsewhere', async () => {
		const server = new FakeServer({ email: 'prima@example.org' });
		const editor = edit(server);
		server.application = { ...server.application, version: 7, data: { email: 'altrove@example.org' } };
		editor.set('email', 'qui@example.org');
		await editor.upload('doc', new File(['x'], 'doc.pdf'));
		expect(editor.saveState).toBe('conflict');
		expect(server.application.attachments).toHaveLength(0);
		await editor.overwrite();
		await editor.retryUpload(editor.uploadsAt('doc')[0]!.id);
		expect(editor.files('doc')).toHaveLength(1);
		expect(server.application.data).toEqual({ email: 'qui@example.org' });
	});

	it('finds out that the draft changed elsewhere also when a file is taken away', async () => {
		const file = { id: 'f0', key: 'doc', file_name: 'f0' } as Attachment;
		const server = new FakeServer({ email: 'prima@example.org' }, [file]);
		const editor = edit(server);
		server.application = { ...server.application, version: 7, data: { email: 'altrove@example.org' } };
		editor.set('email', 'qui@example.org');
		await editor.removeAttachment('f0');
		expect(editor.saveState).toBe('conflict');
		expect(editor.files('doc')).toHaveLength(0);
		await editor.reload();
		expect(editor.value('email')).toBe('altrove@example.org');
	});

	it('shows what only the server could refuse until the answer changes', () => {
		const editor = edit(new FakeServer({ email: 'a@example.org' }));
		editor.refuse([{ pointer: '/email', code: 'pattern' }]);
		expect(editor.errorAt('email')?.code).toBe('pattern');
		editor.set('email', 'b@example.org');
		expect(editor.errorAt('email')).toBeUndefined();
	});
});
