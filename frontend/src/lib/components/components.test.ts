import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import Breadcrumb from './Breadcrumb.svelte';
import Button from './Button.svelte';
import Checkboxes from './Checkboxes.svelte';
import FileUpload from './FileUpload.svelte';
import Markdown from './Markdown.svelte';
import Pagination from './Pagination.svelte';
import RadioGroup from './RadioGroup.svelte';
import Select from './Select.svelte';
import Steppers from './Steppers.svelte';
import TextArea from './TextArea.svelte';
import TextInput from './TextInput.svelte';
import Timeline from './Timeline.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
const options = [
	{ value: 'a', label: 'Prima' },
	{ value: 'b', label: 'Seconda', help: 'Meno usata' }
];

async function accessible(container: Element) {
	const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
	expect(violations.map((v) => v.id)).toEqual([]);
}

describe('fields', () => {
	it('ties label, help and error to the input', async () => {
		const { container } = render(TextInput, {
			id: 'plate',
			label: 'Targa',
			help: 'Come AA000AA',
			error: 'Targa non valida',
			required: true
		});
		const input = screen.getByLabelText(/Targa/);
		expect(input).toHaveAccessibleDescription('Come AA000AA Targa non valida');
		expect(input).toBeInvalid();
		expect(input).toBeRequired();
		await accessible(container);
	});

	it('counts the characters left', async () => {
		render(TextArea, { id: 'note', label: 'Note', maxlength: 10 });
		await userEvent.type(screen.getByLabelText('Note'), 'ciao');
		expect(screen.getByText('Ancora 6 caratteri')).toBeInTheDocument();
	});

	it('offers the choices of a select', async () => {
		const { container } = render(Select, { id: 'zone', label: 'Zona', options });
		const select = screen.getByLabelText('Zona');
		await userEvent.selectOptions(select, 'b');
		expect(select).toHaveValue('b');
		await accessible(container);
	});

	it('tells which radio and which boxes were chosen', async () => {
		const one = vi.fn();
		const many = vi.fn();
		const { container } = render(RadioGroup, { id: 'r', legend: 'Una', options, onchange: one });
		render(Checkboxes, { id: 'c', legend: 'Tante', options, onchange: many });
		await userEvent.click(screen.getByRole('radio', { name: 'Seconda' }));
		await userEvent.click(screen.getByRole('checkbox', { name: 'Prima' }));
		await userEvent.click(screen.getByRole('checkbox', { name: 'Seconda' }));
		expect(one).toHaveBeenCalledWith('b');
		expect(many).toHaveBeenLastCalledWith(['a', 'b']);
		await accessible(container);
	});
});

describe('FileUpload', () => {
	const base = { id: 'doc', label: 'Documento', accept: ['application/pdf'], maxBytes: 10 };
	const file = (name: string, type: string, size: number) => new File(['x'.repeat(size)], name, { type });

	it('passes on good files and explains the refused ones', async () => {
		const onfiles = vi.fn();
		const { container } = render(FileUpload, { ...base, onfiles });
		const input = screen.getByLabelText(/Carica un file/);
		await fireEvent.change(input, { target: { files: [file('a.png', 'image/png', 3)] } });
		expect(screen.getByText('Il file a.png non è in un formato ammesso.')).toBeInTheDocument();
		await fireEvent.change(input, { target: { files: [file('big.pdf', 'application/pdf', 11)] } });
		expect(screen.getByText(/supera la dimensione massima/)).toBeInTheDocument();
		expect(onfiles).not.toHaveBeenCalled();
		const good = file('ok.pdf', 'application/pdf', 5);
		await fireEvent.change(input, { target: { files: [good] } });
		expect(onfiles).toHaveBeenCalledWith([good]);
		await accessible(container);
	});

	it('takes no more when it is full, and lets files go', async () => {
		const onremove = vi.fn();
		const uploaded = { id: '1', name: 'ok.pdf', size: 5 };
		render(FileUpload, { ...base, files: [uploaded], onfiles: vi.fn(), onremove });
		expect(screen.queryByLabelText(/Carica un file/)).not.toBeInTheDocument();
		await userEvent.click(screen.getByRole('button', { name: 'Elimina il file ok.pdf' }));
		expect(onremove).toHaveBeenCalledWith(uploaded);
	});
});

describe('Button', () => {
	it('refuses clicks while pending but keeps the focus', async () => {
		const onclick = vi.fn();
		render(Button, { pending: true, onclick, children: words('Invia') });
		const button = screen.getByRole('button', { name: 'Invia' });
		await userEvent.click(button);
		expect(onclick).not.toHaveBeenCalled();
		expect(button).toHaveFocus();
		expect(button).toHaveAttribute('aria-disabled', 'true');
	});

	it('is a link when it has an address', () => {
		render(Button, { href: '/servizi', variant: 'outline-primary', children: words('Servizi') });
		expect(screen.getByRole('link', { name: 'Servizi' })).toHaveClass('btn', 'btn-outline-primary');
	});
});

describe('navigation', () => {
	it('ends the breadcrumb with the page itself', async () => {
		const { container } = render(Breadcrumb, { items: [{ title: 'Servizi', href: '/servizi' }, { title: 'ZTL' }] });
		expect(screen.getByRole('link', { name: 'Home' })).toHaveAttribute('href', '/');
		expect(screen.getByText('ZTL')).toHaveAttribute('aria-current', 'page');
		expect(container.querySelector('ol')).toHaveAttribute('data-element', 'breadcrumb');
		await accessible(container);
	});

	it('shows where one is among the steps', async () => {
		const steps = [
			{ id: 'a', title: 'Privacy', href: '/a' },
			{ id: 'b', title: 'Dati' },
			{ id: 'c', title: 'Riepilogo' }
		];
		const { container } = render(Steppers, { steps, current: 'b' });
		expect(screen.getByText('Passo 2 di 3')).toBeInTheDocument();
		expect(screen.getByRole('link', { name: 'Privacy' })).toBeInTheDocument();
		expect(container.querySelector('[aria-current="step"]')).toHaveTextContent('Dati');
	});

	it('has no pages when there is one', () => {
		const { container } = render(Pagination, { previous: null, next: null });
		expect(container).toHaveTextContent('');
	});
});

describe('texts', () => {
	it('never writes HTML of the API into the page', () => {
		const { container } = render(Markdown, {
			text: '<img src=x onerror=alert(1)> **ciao** [qui](javascript:alert(1))'
		});
		expect(container.querySelector('img, a')).toBeNull();
		expect(container.querySelector('strong')).toHaveTextContent('ciao');
	});

	it('tells the steps of an application and their state in words', async () => {
		const { container } = render(Timeline, {
			entries: [
				{ id: '1', kind: 'submitted', state: 'done', at: '2026-11-24T08:30:00Z' },
				{ id: '2', kind: 'due', state: 'future', expected_at: '2026-12-24' }
			]
		});
		expect(screen.getByText('Richiesta inviata')).toBeInTheDocument();
		expect(container).toHaveTextContent('24/11/2026, 09:30');
		expect(container).toHaveTextContent('Previsto entro il 24 dicembre 2026');
		await accessible(container);
	});
});
