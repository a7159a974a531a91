/** The e-mails that the product sent, read where the mail simulator keeps them. */
import { mailbox } from './places.ts';
import { eventually } from './wait.ts';

export interface Mail {
	id: string;
	to: string[];
	subject: string;
	text: string;
	html: string;
	headers: { name: string; value: string }[];
}

export async function mails(to: string): Promise<Mail[]> {
	const answer = await fetch(`${mailbox}/api/messages?to=${encodeURIComponent(to)}`);
	return ((await answer.json()) as { items: Mail[] }).items;
}

/** mail waits for the message about an application whose subject has these words. */
export function mail(to: string, words: string, number: string): Promise<Mail> {
	return eventually(`an e-mail to ${to} that says “${words}” of ${number}`, async () =>
		(await mails(to)).find((m) => m.subject.includes(words) && m.subject.includes(number))
	);
}
