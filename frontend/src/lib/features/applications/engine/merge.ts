import type { Data } from './types';

/** merge lays `over` on `base`, key by key; lists are replaced as a whole. */
export function merge(base: Data, over: Data): Data {
  const out: Data = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = out[key];
    out[key] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return out;
}

function isObject(value: unknown): value is Data {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** removeItem takes a row out of a list and moves the keys of the attachments after it. */
export function shiftedKey(key: string, listPath: string, removed: number): string | null {
  const prefix = `${listPath}[`;
  if (!key.startsWith(prefix)) return key;
  const end = key.indexOf(']', prefix.length);
  const index = Number(key.slice(prefix.length, end));
  if (index === removed) return null;
  return index < removed ? key : `${prefix}${index - 1}${key.slice(end)}`;
}
