/** Rating is what a person thinks of a page or of a service. */
export interface Rating {
	scope: 'page' | 'service';
	path: string;
	content_id?: string;
	stars: number;
	answers: string[];
	comment?: string;
}

/** AssistanceRequest asks the offices for help. */
export interface AssistanceRequest {
	given_name: string;
	family_name: string;
	email: string;
	category: string;
	service_id?: string;
	details: string;
	privacy_accepted: boolean;
	language?: string;
}
