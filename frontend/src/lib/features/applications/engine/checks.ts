/** Formal checks of the values that Italian forms ask for. */

const odd: Record<string, number> = Object.fromEntries(
  [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((c, i) => {
    const weights = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    return [c, weights[i < 10 ? i : i - 10]!];
  }),
);

function even(c: string): number {
  return /\d/.test(c) ? Number(c) : c.charCodeAt(0) - 65;
}

/** squeeze removes spaces and raises the case, as people type codes in groups. */
export function squeeze(value: string): string {
  return value.replace(/[\s.-]/g, '').toUpperCase();
}

// The letters LMNPQRSTUV stand for the digits when two people share a code.
const taxCodeShape = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/;

/** taxCodeValid checks the shape of a person's tax code and its check character. */
export function taxCodeValid(value: string): boolean {
  const code = squeeze(value);
  if (!taxCodeShape.test(code)) return false;
  let sum = 0;
  for (let i = 0; i < 15; i++) sum += i % 2 === 0 ? odd[code[i]!]! : even(code[i]!);
  return String.fromCharCode(65 + (sum % 26)) === code[15];
}

const ibanLengths: Record<string, number> = { IT: 27, SM: 27 };

/** ibanValid checks length, letters and the remainder of an IBAN (ISO 13616). */
export function ibanValid(value: string): boolean {
  const iban = squeeze(value);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const length = ibanLengths[iban.slice(0, 2)];
  if (length && iban.length !== length) return false;
  let remainder = 0;
  for (const c of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of parseInt(c, 36).toString()) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

/** plateValid accepts the Italian plates in use for vehicles with an engine. */
export function plateValid(value: string): boolean {
  const plate = squeeze(value);
  return /^[A-Z]{2}\d{3}[A-Z]{2}$/.test(plate) || /^[A-Z]{2}\d{5,6}$/.test(plate);
}

/** emailValid asks for what a mail server can deliver to, and no more. */
export function emailValid(value: string): boolean {
  return value.length <= 254 && /^[^\s@<>(),;:"[\]\\]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(value);
}

/** dateValid accepts days that exist, written as year, month and day. */
export function dateValid(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(value + 'T00:00:00Z');
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** parseMoney turns `1.234,56` into cents; undefined when it is not an amount. */
export function parseMoney(text: string): number | undefined {
  const plain = text.replace(/[\s€]/g, '');
  if (!/^-?\d{1,3}(\.\d{3})*(,\d{1,2})?$|^-?\d+([,.]\d{1,2})?$/.test(plain)) return undefined;
  const decimal = plain.includes(',') || /\.\d{3}/.test(plain) ? plain.replaceAll('.', '').replace(',', '.') : plain;
  const cents = Math.round(Number(decimal) * 100);
  return Number.isSafeInteger(cents) ? cents : undefined;
}

/** writeMoney is the inverse of parseMoney, for the value of an input. */
export function writeMoney(cents: number): string {
  return new Intl.NumberFormat('it-IT', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: 'always',
  }).format(cents / 100);
}
