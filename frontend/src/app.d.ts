declare global {
	namespace App {
		interface Error {
			message: string;
			code?: string;
			request_id?: string;
			/** of a page that was withdrawn: the one above it in the tree of the site */
			parent?: string;
		}
		interface Locals {
			lang: import('#lib/i18n/index.ts').Lang;
			/** the municipality keeps statistics of visits */
			statistics?: boolean;
		}
		interface PageData {
			site?: import('#lib/features/site/types.ts').Site;
		}
	}
}

export {};
