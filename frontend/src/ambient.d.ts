declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
	/** The standalone build of Swagger UI. */
	export default function SwaggerUI(options: {
		domNode: HTMLElement;
		spec: unknown;
		deepLinking?: boolean;
		docExpansion?: 'list' | 'full' | 'none';
		validatorUrl?: string | null;
		onComplete?: () => void;
	}): unknown;
}

declare module 'swagger-ui-dist/swagger-ui.css';
