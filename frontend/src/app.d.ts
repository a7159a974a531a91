declare global {
	namespace App {
		interface Error {
			message: string;
			code?: string;
			request_id?: string;
		}
		interface Locals {
			lang: import('#lib/i18n/index.ts').Lang;
		}
		interface PageData {
			site?: import('#lib/features/site/types.ts').Site;
		}
	}
}

export {};
