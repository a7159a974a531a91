import { request, send } from '#lib/api/http.ts';
import type { AssistanceRequest, Rating } from './types.ts';

/** rate sends a person's opinion. */
export const rate = (rating: Rating) => request(send<unknown>('/ratings', rating));

/** askAssistance sends a request for help and gives its number; the same key is the same request. */
export const askAssistance = (body: AssistanceRequest, key: string) =>
	request(send<{ number: string }>('/assistance-requests', body, { 'Idempotency-Key': key }));
