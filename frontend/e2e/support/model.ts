/** The words and attributes that the official conformance tool looks for, from its own data. */
import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`../model/${name}`, import.meta.url), 'utf8');

interface Voice {
	order: number;
	text: string;
	content_any_of: { data_element: string; check: string }[];
}
interface Branch {
	question: { text: string };
	answers: { texts: string[] };
}

export const sheet = JSON.parse(read('service-sheet.json')) as {
	minimum_number_of_sheets: number;
	index_voices_in_order: Voice[];
};
export const navigation = JSON.parse(read('navigation.json')) as {
	first_level: {
		key: string;
		label: string;
		data_element: string;
		second_level_titles: string[];
		second_level_data_elements: string[];
	}[];
};
export const feedback = JSON.parse(read('feedback.json')) as {
	title: { text: string };
	negative: Branch;
	positive: Branch;
};
export const topics = new Set(
	(JSON.parse(read('topics.json')) as { terms: string[] }).terms.map((term) => term.toLowerCase())
);
export const legalNotes = JSON.parse(read('legal-notes.json')) as { section: { text: string }; body: { text: string } };
export const technical = JSON.parse(read('technical.json')) as {
	fonts: string[];
	bootstrap_italia: { min_version: string };
	inefficiency_labels_exact: string[];
	faq_labels_contain: string[];
	accessibility_declaration: { url_prefix: string };
	crawler: { user_agent: string };
};
export const classes = read('bootstrap-italia-classes.txt').split('\n').filter(Boolean);
