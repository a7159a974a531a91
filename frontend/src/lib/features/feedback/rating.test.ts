import { readFileSync } from 'node:fs';
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import AssistanceForm from './AssistanceForm.svelte';
import Rating from './Rating.svelte';

vi.mock('$app/state', () => ({ page: { url: new URL('http://localhost/novita'), data: {} } }));

const model = JSON.parse(readFileSync('e2e/model/feedback.json', 'utf8')) as Record<
	'negative' | 'positive',
	{ question: { text: string }; answers: { texts: string[] } }
> & { title: { text: string } };
const texts = (container: Element, selector: string) =>
	[...container.querySelectorAll(selector)].map((one) => one.textContent?.trim());

afterEach(() => vi.unstubAllGlobals());

function answering(status = 201, body: unknown = {}) {
	const sent: { url: string; body: Record<string, unknown>; headers: Headers }[] = [];
	vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
		sent.push({ url, body: JSON.parse(String(init.body)), headers: new Headers(init.headers) });
		return Promise.resolve(Response.json(body, { status }));
	});
	return sent;
}

describe('rating', () => {
	it('has both blocks from the start, with the words of the model', async () => {
		const { container } = render(Rating, {});
		expect(texts(container, '[data-element="feedback-title"]')).toEqual([model.title.text]);
		for (const side of ['negative', 'positive'] as const) {
			const block = `fieldset[data-element="feedback-rating-${side}"]`;
			expect(texts(container, `${block} [data-element="feedback-rating-question"]`)).toEqual([
				model[side].question.text
			]);
			expect(texts(container, `${block} label[data-element="feedback-rating-answer"]`)).toEqual(
				model[side].answers.texts
			);
		}
		expect(container.querySelectorAll('[data-element="feedback-input-text"]')).toHaveLength(1);
		for (let n = 1; n <= 5; n++) {
			const label = container.querySelector<HTMLLabelElement>(`label[data-element="feedback-rate-${n}"]`);
			expect(label?.control).toHaveAttribute('data-polarity', n > 3 ? 'positive' : 'negative');
		}
		const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
		expect(violations.map((v) => v.id)).toEqual([]);
	});

	it('changes nothing when the same star is pressed again, and sends only when asked', async () => {
		const sent = answering();
		const { container } = render(Rating, { content: 'c-1' });
		const star = container.querySelector('label[data-element="feedback-rate-2"]')!;
		await fireEvent.click(star);
		await userEvent.click(screen.getByText('Ho avuto problemi tecnici'));
		await fireEvent.click(star);
		expect(screen.getByLabelText('Ho avuto problemi tecnici')).toBeChecked();
		expect(sent).toEqual([]);
		await userEvent.click(screen.getByText('Avanti'));
		expect(screen.getByLabelText('Dettaglio')).toHaveFocus();
		await userEvent.type(screen.getByLabelText('Dettaglio'), 'Non si apre');
		await userEvent.click(screen.getByText('Invia'));
		await waitFor(() => expect(screen.getByText(/Grazie, il tuo parere/)).toBeInTheDocument());
		expect(sent[0]?.body).toEqual({
			scope: 'page',
			path: '/novita',
			content_id: 'c-1',
			stars: 2,
			answers: ['negative_4'],
			comment: 'Non si apre'
		});
	});

	it('drops the answers of the other kind and goes back to the question', async () => {
		const sent = answering();
		const { container } = render(Rating, {});
		await fireEvent.click(container.querySelector('label[data-element="feedback-rate-1"]')!);
		await userEvent.click(screen.getByText('Ho avuto problemi tecnici'));
		await userEvent.click(screen.getByText('Avanti'));
		await fireEvent.click(container.querySelector('label[data-element="feedback-rate-5"]')!);
		expect(container.querySelector('[data-step]')).toHaveAttribute('data-step', 'answers');
		await userEvent.click(screen.getByText('Avanti'));
		await userEvent.click(screen.getByText('Invia'));
		await waitFor(() => expect(sent).toHaveLength(1));
		expect(sent[0]?.body).toMatchObject({ stars: 5, answers: [] });
	});

	it('says what went wrong and lets try again', async () => {
		answering(503, { type: 'about:blank', title: 'x', status: 503, code: 'unavailable' });
		const { container } = render(Rating, {});
		await fireEvent.click(container.querySelector('label[data-element="feedback-rate-4"]')!);
		await userEvent.click(screen.getByText('Avanti'));
		await userEvent.click(screen.getByText('Invia'));
		expect(await screen.findByRole('alert')).not.toBeEmptyDOMElement();
		expect(screen.getByText('Invia')).toBeInTheDocument();
	});
});

describe('request for assistance', () => {
	const categories = [{ code: 'ambiente', label: { it: 'Ambiente' } }];

	it('marks what is missing and goes to the first of it', async () => {
		const sent = answering();
		const { container } = render(AssistanceForm, { categories });
		await userEvent.click(screen.getByText('Invia richiesta'));
		expect(screen.getByLabelText(/^Nome/)).toHaveFocus();
		expect(screen.getByLabelText(/^Email/)).toBeInvalid();
		expect(sent).toEqual([]);
		const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
		expect(violations.map((v) => v.id)).toEqual([]);
	});

	it('sends once and tells the number', async () => {
		const sent = answering(201, { number: 'AS-2026-00012' });
		render(AssistanceForm, { categories });
		await userEvent.type(screen.getByLabelText(/^Nome/), 'Anna');
		await userEvent.type(screen.getByLabelText(/^Cognome/), 'Esempio');
		await userEvent.type(screen.getByLabelText(/^Email/), 'anna@posta.example');
		await userEvent.selectOptions(screen.getByLabelText(/^Categoria/), 'relazioni-con-il-pubblico');
		await userEvent.type(screen.getByLabelText(/^Dettagli/), 'Quando è aperto?');
		await userEvent.click(screen.getByLabelText(/informativa/));
		await userEvent.click(screen.getByText('Invia richiesta'));
		expect(await screen.findByText(/AS-2026-00012/)).toBeInTheDocument();
		expect(sent).toHaveLength(1);
		expect(sent[0]?.url).toBe('/api/v1/assistance-requests');
		expect(sent[0]?.headers.get('Idempotency-Key')).toBeTruthy();
		expect(sent[0]?.body).toMatchObject({
			category: 'relazioni-con-il-pubblico',
			privacy_accepted: true,
			language: 'it'
		});
	});
});
