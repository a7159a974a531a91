import { holds, type Scope } from './expressions.ts';
import { getPath, joinKey } from './paths.ts';
import type { Data, Env, Form, FormField, FormSection, FormStep } from './types.ts';

/** A field in its place: `path` is where its value stands in the data. */
export type Placed = {
	field: FormField;
	path: string;
	step: FormStep;
	section: FormSection;
	/** The item of the list that the field belongs to. */
	item?: unknown;
};

export function sectionVisible(section: FormSection, data: Data, env: Env): boolean {
	return !section.visible_if || holds(section.visible_if, { data, env });
}

export function fieldVisible(field: FormField, scope: Scope): boolean {
	return !field.visible_if || holds(field.visible_if, scope);
}

export function fieldRequired(field: FormField, scope: Scope): boolean {
	if (field.required) return true;
	return field.required_if !== undefined && field.required_if !== '' && holds(field.required_if, scope);
}

/** items reads the rows of a list field; anything else than a list gives none. */
export function items(data: Data, path: string): unknown[] {
	const value = getPath(data, path);
	return Array.isArray(value) ? value : [];
}

/**
 * visibleFields walks the form in the order in which people meet it and yields
 * the fields they can see, lists before the fields of their items.
 */
export function* visibleFields(form: Form, data: Data, env: Env, stepId?: string): Generator<Placed> {
	for (const step of form.steps) {
		if (stepId && step.id !== stepId) continue;
		for (const section of step.sections) {
			if (!sectionVisible(section, data, env)) continue;
			yield* visibleIn(section.fields, '', undefined, { step, section }, data, env);
		}
	}
}

function* visibleIn(
	fields: FormField[],
	base: string,
	item: unknown,
	place: { step: FormStep; section: FormSection },
	data: Data,
	env: Env
): Generator<Placed> {
	for (const field of fields) {
		if (!fieldVisible(field, { data, item, env })) continue;
		const path = joinKey(base, field.key);
		yield { field, path, item, ...place };
		if (field.type !== 'list') continue;
		for (const [index, row] of items(data, path).entries()) {
			yield* visibleIn(field.fields ?? [], `${path}[${index}]`, row, place, data, env);
		}
	}
}
