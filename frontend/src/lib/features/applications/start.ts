import type { Problem } from '#lib/api/problem.ts';
import type { Schema } from '#lib/api/types.ts';

type Sheet = Pick<Schema<'ServiceSheet'>, 'access' | 'online' | 'status' | 'open' | 'opens_at' | 'closes_at'>;

/** Why an application does not start. */
export type Obstacle =
	| { kind: 'elsewhere'; url: string; host: string }
	| { kind: 'suspended' }
	| { kind: 'not_open'; opens: string; closes?: string }
	| { kind: 'closed'; closed?: string }
	| { kind: 'requested'; application?: string }
	| { kind: 'limit' };

/** obstacleOf tells what the sheet alone rules out: there is nothing to ask the server. */
export function obstacleOf(service: Sheet): Obstacle | undefined {
	const { url } = service.access;
	if (url) return { kind: 'elsewhere', url, host: new URL(url).hostname };
	return service.online && service.status === 'active' ? undefined : { kind: 'suspended' };
}

/** obstacleFrom reads in a refusal of the server what stands in the way; other problems give none. */
export function obstacleFrom(problem: Problem, service: Sheet, today: string): Obstacle | undefined {
	const params = (problem.errors?.[0]?.params ?? {}) as Record<string, string | undefined>;
	switch (problem.code) {
		case 'window-not-open':
			return windowOf(
				{ opens_at: params.opens_at ?? service.opens_at, closes_at: params.closes_at ?? service.closes_at },
				today
			);
		case 'already-requested':
			return { kind: 'requested', application: params.application_id };
		case 'limit-reached':
			return { kind: 'limit' };
		case 'service-not-online':
			return { kind: 'suspended' };
		default:
			return undefined;
	}
}

function windowOf(
	{ opens_at: opens, closes_at: closes }: Pick<Sheet, 'opens_at' | 'closes_at'>,
	today: string
): Obstacle {
	return opens && opens > today ? { kind: 'not_open', opens, closes } : { kind: 'closed', closed: closes };
}
