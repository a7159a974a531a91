import type { Profile, Schema } from '#lib/api/types.ts';
import type { ProfileKey } from '#lib/i18n/profile.ts';

/** What a person may change of their profile, as typed. */
export type ProfileValues = {
	email: string;
	phone: string;
	street: string;
	number: string;
	postal_code: string;
	municipality: string;
	province: string;
	language: string;
};

type Errors = Partial<Record<keyof ProfileValues, ProfileKey>>;

const addressKeys = ['street', 'number', 'postal_code', 'municipality', 'province'] as const;

/** checkProfile names the text of what is wrong with each value. */
export function checkProfile(v: ProfileValues): Errors {
	const errors: Errors = {};
	if (v.email && !/^[^\s@<>",;]+@[^\s@<>",;]+\.[A-Za-z]{2,63}$/.test(v.email.trim())) errors.email = 'error_email';
	if (v.phone && !/^\+?[0-9][0-9 ()./-]{4,18}[0-9]$/.test(v.phone.trim())) errors.phone = 'error_phone';
	const given = addressKeys.filter((key) => v[key].trim() !== '');
	if (given.length > 0) {
		for (const key of addressKeys) if (key !== 'number' && !given.includes(key)) errors[key] = 'error_address';
	}
	if (v.postal_code && !/^\d{5}$/.test(v.postal_code.trim())) errors.postal_code = 'error_postal_code';
	if (v.province && !/^[A-Za-z]{2}$/.test(v.province.trim())) errors.province = 'error_province';
	return errors;
}

/** valuesOf writes a profile as the form holds it. */
export function valuesOf(p: Profile): ProfileValues {
	return {
		email: p.email ?? '',
		phone: p.phone ?? '',
		street: p.address?.street ?? '',
		number: p.address?.number ?? '',
		postal_code: p.address?.postal_code ?? '',
		municipality: p.address?.municipality ?? '',
		province: p.address?.province ?? '',
		language: p.language
	};
}

/** profilePatch is the change to send: only what changed, so that the rest keeps its source. */
export function profilePatch(v: ProfileValues, before: ProfileValues): Schema<'ProfilePatch'> {
	const changed = (key: keyof ProfileValues) => v[key].trim() !== before[key].trim();
	const patch: Schema<'ProfilePatch'> = {};
	if (changed('email')) patch.email = v.email.trim() || null;
	if (changed('phone')) patch.phone = v.phone.trim() || null;
	if (changed('language')) patch.language = v.language === 'en' ? 'en' : 'it';
	if (addressKeys.some(changed)) patch.address = v.street.trim() ? addressOf(v) : null;
	return patch;
}

function addressOf(v: ProfileValues): Schema<'Address'> {
	return {
		street: v.street.trim(),
		number: v.number.trim(),
		postal_code: v.postal_code.trim(),
		municipality: v.municipality.trim(),
		province: v.province.trim().toUpperCase()
	};
}
