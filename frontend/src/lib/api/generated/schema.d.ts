/**
 * Types of the public API, in the shape openapi-typescript writes.
 * Do not edit: `npm run generate` rewrites this file from openapi/openapi.yaml.
 */

export interface paths {
    "/tenant": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Tenant"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service-categories": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ServiceCategoryList"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { category?: string; q?: string; limit?: number; cursor?: string; };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ServicePage"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ServiceSheet"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/form": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Form"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/providers": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ProviderList"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/session": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/operator-session": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["OperatorCredentials"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/profile": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Profile"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: { content: { "application/merge-patch+json": components["schemas"]["ProfilePatch"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Profile"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        trace?: never;
    };
    "/me/applications": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { status?: string; q?: string; limit?: number; cursor?: string; };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["ApplicationPage"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["ApplicationStart"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header: { "If-Match": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/merge-patch+json": components["schemas"]["ApplicationPatch"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        trace?: never;
    };
    "/applications/{id}/validation": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { step?: string; };
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Validation"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/attachments": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "multipart/form-data": {key:string;file:string} } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Attachment"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/attachments/{attachment_id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; attachment_id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/octet-stream": string }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; attachment_id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/submission": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/withdrawal": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["Withdrawal"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/integration": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["IntegrationAnswer"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Application"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/messages": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MessageList"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["MessagePost"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Message"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/messages/read": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: { headers: { [name: string]: unknown }; content?: never; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/messages": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { limit?: number; cursor?: string; };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MessagePage"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{id}/documents/{document_id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; document_id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/octet-stream": string }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Payment"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/payments": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { limit?: number; cursor?: string; };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["PaymentPage"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/{id}/checkout": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["CheckoutStart"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Checkout"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/{id}/refresh": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Payment"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/document-verifications/{code}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { code: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Verification"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/document-verifications": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: { content: { "multipart/form-data": {file:string} } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Verification"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { status?: string; q?: string; sort?: string; limit?: number; cursor?: string; };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OfficeApplicationPage"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OfficeApplication"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}/assignment": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OfficeApplication"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OfficeApplication"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}/messages": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["MessageList"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["MessagePost"] } };
            responses: {
                201: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Message"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}/integration-requests": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["IntegrationRequest"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OfficeApplication"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}/decision": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header: { "Idempotency-Key": string; };
                path: { id: string; };
                cookie?: never;
            };
            requestBody: { content: { "application/json": components["schemas"]["DecisionRequest"] } };
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["OfficeApplication"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}/attachments/{attachment_id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; attachment_id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/octet-stream": string }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/applications/{id}/documents/{document_id}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; document_id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/octet-stream": string }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/jobs": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: {
            parameters: {
                query?: { state?: string; limit?: number; cursor?: string; };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["JobPage"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/office/jobs/{id}/retry": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: { id: string; };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: { headers: { [name: string]: unknown }; content: { "application/json": components["schemas"]["Job"] }; };
                default: { headers: { [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"] } };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Localized: {
            it: string;
            en: string;
        };
        FieldProblem: {
            pointer: string;
            code: string;
            detail?: string;
            params?: { [key: string]: unknown };
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            instance?: string;
            code: string;
            request_id?: string;
            errors?: components["schemas"]["FieldProblem"][];
        };
        TenantContacts: {
            address: string;
            phone: string;
            email: string;
            pec: string;
            tax_code: string;
        };
        TenantSimulated: {
            identity: boolean;
            payments: boolean;
            mail: boolean;
        };
        Tenant: {
            id: string;
            name: string;
            region: string;
            description: components["schemas"]["Localized"];
            host: string;
            contacts: components["schemas"]["TenantContacts"];
            languages: string[];
            demo: boolean;
            simulated: components["schemas"]["TenantSimulated"];
        };
        ServiceCategory: {
            id: string;
            title: components["schemas"]["Localized"];
            description: components["schemas"]["Localized"];
            services: number;
        };
        ServiceCategoryList: {
            items: components["schemas"]["ServiceCategory"][];
        };
        CategoryRef: {
            id: string;
            title: components["schemas"]["Localized"];
        };
        TopicRef: {
            id: string;
            title: components["schemas"]["Localized"];
        };
        ServiceRef: {
            id: string;
            title: components["schemas"]["Localized"];
        };
        ServiceSummary: {
            id: string;
            title: components["schemas"]["Localized"];
            summary: components["schemas"]["Localized"];
            category: components["schemas"]["CategoryRef"];
            status: "active" | "suspended";
            online: boolean;
        };
        ServicePage: {
            items: components["schemas"]["ServiceSummary"][];
            next_cursor?: string;
            total: number;
        };
        DeadlinePhase: {
            title: components["schemas"]["Localized"];
            text: components["schemas"]["Localized"];
        };
        Deadlines: {
            days: number;
            silence: "assent" | "none" | "refusal";
            text: components["schemas"]["Localized"];
            phases: components["schemas"]["DeadlinePhase"][];
        };
        Cost: {
            reason: components["schemas"]["Localized"];
            amount_cents: number | null;
            note?: components["schemas"]["Localized"];
        };
        ServiceAccess: {
            label: components["schemas"]["Localized"];
            min_level: number;
        };
        OfficeContact: {
            id: string;
            name: components["schemas"]["Localized"];
            address: string;
            phone: string;
            email: string;
            hours: components["schemas"]["Localized"];
        };
        ServiceSheet: {
            id: string;
            title: components["schemas"]["Localized"];
            summary: components["schemas"]["Localized"];
            category: components["schemas"]["CategoryRef"];
            status: "active" | "suspended";
            online: boolean;
            audience: components["schemas"]["Localized"];
            description: components["schemas"]["Localized"];
            how_to: components["schemas"]["Localized"];
            requirements: components["schemas"]["Localized"];
            needed: components["schemas"]["Localized"][];
            outcome: components["schemas"]["Localized"];
            deadlines: components["schemas"]["Deadlines"];
            costs: components["schemas"]["Cost"][];
            access: components["schemas"]["ServiceAccess"];
            conditions: components["schemas"]["Localized"];
            office: components["schemas"]["OfficeContact"];
            topics: components["schemas"]["TopicRef"][];
            life_events: string[];
            version: number;
            updated_at: string;
            contacts: components["schemas"]["Localized"];
            last_update: string;
        };
        Declaration: {
            key: string;
            text: components["schemas"]["Localized"];
            required: boolean;
        };
        PrivacyNotice: {
            version: string;
            text: components["schemas"]["Localized"];
        };
        FormOption: {
            value: string;
            label: components["schemas"]["Localized"];
            help?: components["schemas"]["Localized"];
        };
        FormField: {
            key: string;
            type: "text" | "textarea" | "email" | "tel" | "tax_code" | "iban" | "plate" | "number" | "money" | "date" | "radio" | "select" | "checkboxes" | "checkbox" | "ranking" | "list" | "file" | "computed" | "info";
            label: components["schemas"]["Localized"];
            help?: components["schemas"]["Localized"];
            required?: boolean;
            required_if?: string;
            visible_if?: string;
            read_only?: boolean;
            options?: components["schemas"]["FormOption"][];
            min?: number;
            max?: number;
            min_items?: number;
            max_items?: number;
            max_length?: number;
            pattern?: string;
            autocomplete?: string;
            value?: string;
            fields?: components["schemas"]["FormField"][];
            item_label?: components["schemas"]["Localized"];
            accept?: string[];
            max_bytes?: number;
            max_files?: number;
        };
        FormSection: {
            id: string;
            title: components["schemas"]["Localized"];
            help?: components["schemas"]["Localized"];
            visible_if?: string;
            fields: components["schemas"]["FormField"][];
        };
        FormStep: {
            id: string;
            title: components["schemas"]["Localized"];
            sections: components["schemas"]["FormSection"][];
        };
        Form: {
            service_id: string;
            version: number;
            schema: { [key: string]: unknown };
            steps: components["schemas"]["FormStep"][];
            declarations: components["schemas"]["Declaration"][];
            privacy: components["schemas"]["PrivacyNotice"];
        };
        Provider: {
            id: "spid" | "cie";
            label: string;
            kind: "spid" | "cie";
            simulated: boolean;
        };
        ProviderList: {
            items: components["schemas"]["Provider"][];
        };
        SessionPerson: {
            id: string;
            given_name: string;
            family_name: string;
            tax_code: string;
            email?: string;
            language: string;
        };
        SessionOperator: {
            id: string;
            name: string;
            email: string;
            roles: string[];
            offices: string[];
        };
        Session: {
            authenticated: boolean;
            kind?: "citizen" | "operator";
            person?: components["schemas"]["SessionPerson"];
            operator?: components["schemas"]["SessionOperator"];
            provider?: string;
            level?: number;
            idle_expires_at?: string;
            expires_at?: string;
        };
        OperatorCredentials: {
            username: string;
            password: string;
            one_time_code: string;
        };
        Token: {
            access_token: string;
            token_type: string;
            expires_in: number;
            scope?: string;
        };
        Address: {
            street: string;
            number: string;
            postal_code: string;
            municipality: string;
            province: string;
        };
        Profile: {
            given_name: string;
            family_name: string;
            tax_code: string;
            birth_date: string;
            birth_place: string;
            gender: string;
            address?: components["schemas"]["Address"];
            email?: string;
            phone?: string;
            language: "it" | "en";
            sources: { [key: string]: "identity" | "self" };
        };
        ProfilePatch: {
            email?: string | null;
            phone?: string | null;
            address?: components["schemas"]["Address"] | null;
            language?: "it" | "en";
        };
        Status: "draft" | "awaiting_payment" | "submitted" | "registered" | "in_progress" | "integration_requested" | "accepted" | "accepted_silence" | "rejected" | "withdrawn" | "expired";
        ApplicationSummary: {
            id: string;
            number?: string;
            service: components["schemas"]["ServiceRef"];
            status: components["schemas"]["Status"];
            created_at: string;
            updated_at: string;
            submitted_at?: string;
            due_date?: string;
            overdue: boolean;
            action_required?: "resume" | "pay" | "integrate";
            unread_messages: number;
        };
        ApplicationPage: {
            items: components["schemas"]["ApplicationSummary"][];
            next_cursor?: string;
            total?: number;
        };
        Attachment: {
            id: string;
            key: string;
            file_name: string;
            content_type: string;
            size: number;
            sha256: string;
            uploaded_at: string;
        };
        Fee: {
            code: string;
            reason: components["schemas"]["Localized"];
            amount_cents: number;
            kind: "fee" | "stamp_duty";
        };
        DocumentRef: {
            id: string;
            kind: "receipt" | "outcome" | "payment_receipt" | "integration_receipt";
            title: components["schemas"]["Localized"];
            number?: string;
            created_at: string;
            content_type: string;
            size: number;
            verification_code?: string;
        };
        TimelineEntry: {
            id: string;
            kind: string;
            state: "done" | "current" | "future";
            at?: string;
            expected_at?: string;
            note?: string;
        };
        Payment: {
            id: string;
            application_id?: string;
            reason: components["schemas"]["Localized"];
            amount_cents: number;
            status: "requested" | "open" | "in_progress" | "paid" | "failed" | "cancelled" | "mismatch";
            notice_number?: string;
            iuv?: string;
            due_date?: string;
            paid_at?: string;
            psp?: string;
            receipt_id?: string;
            receipt_document_id?: string;
        };
        PaymentPage: {
            items: components["schemas"]["Payment"][];
            next_cursor?: string;
            total?: number;
        };
        Checkout: {
            url: string;
        };
        Registration: {
            number: string;
            date: string;
        };
        OfficeRef: {
            id: string;
            name: components["schemas"]["Localized"];
        };
        Decision: {
            outcome: "accepted" | "rejected" | "accepted_silence";
            reasons: string;
            decided_at: string;
            document_id?: string;
        };
        Integration: {
            id: string;
            text: string;
            requested_at: string;
            due_at: string;
            keys: string[];
        };
        Application: {
            id: string;
            number?: string;
            service: components["schemas"]["ServiceRef"];
            status: components["schemas"]["Status"];
            created_at: string;
            updated_at: string;
            submitted_at?: string;
            due_date?: string;
            overdue: boolean;
            action_required?: "resume" | "pay" | "integrate";
            unread_messages: number;
            version: number;
            service_version: number;
            step: string;
            data: { [key: string]: unknown };
            attachments: components["schemas"]["Attachment"][];
            fees: components["schemas"]["Fee"][];
            total_cents: number;
            privacy_accepted_at?: string;
            declarations: string[];
            payment?: components["schemas"]["Payment"];
            registration?: components["schemas"]["Registration"];
            taken_in_charge_at?: string;
            office: components["schemas"]["OfficeRef"];
            decision?: components["schemas"]["Decision"];
            integration?: components["schemas"]["Integration"];
            timeline: components["schemas"]["TimelineEntry"][];
            documents: components["schemas"]["DocumentRef"][];
            form_changed?: boolean;
        };
        ApplicationStart: {
            service_id: string;
        };
        ApplicationPatch: {
            data?: { [key: string]: unknown };
            step?: string;
            privacy_accepted?: boolean;
            declarations?: string[];
        };
        ValidationError: {
            pointer: string;
            code: string;
            params?: { [key: string]: unknown };
            step: string;
            section: string;
            field: string;
        };
        Validation: {
            valid: boolean;
            errors: components["schemas"]["ValidationError"][];
        };
        Withdrawal: {
            reason: string;
        };
        IntegrationAnswer: {
            text: string;
            attachment_ids: string[];
        };
        Message: {
            id: string;
            application_id: string;
            from: "office" | "applicant" | "system";
            author?: string;
            subject: string;
            body: string;
            sent_at: string;
            read_at?: string;
            attachments: components["schemas"]["Attachment"][];
        };
        MessageList: {
            items: components["schemas"]["Message"][];
        };
        MessagePage: {
            items: components["schemas"]["Message"][];
            next_cursor?: string;
            total?: number;
        };
        MessagePost: {
            body: string;
            attachment_ids?: string[];
        };
        CheckoutStart: {
            return_path: string;
        };
        Verification: {
            valid: boolean;
            kind?: string;
            number?: string;
            title?: components["schemas"]["Localized"];
            issued_at?: string;
            tenant?: string;
            sha256?: string;
            service?: components["schemas"]["Localized"];
        };
        Applicant: {
            name: string;
            tax_code: string;
        };
        Assignee: {
            id: string;
            name: string;
        };
        OfficeApplicationSummary: {
            id: string;
            number?: string;
            service: components["schemas"]["ServiceRef"];
            status: components["schemas"]["Status"];
            created_at: string;
            updated_at: string;
            submitted_at?: string;
            due_date?: string;
            overdue: boolean;
            action_required?: "resume" | "pay" | "integrate";
            unread_messages: number;
            applicant: components["schemas"]["Applicant"];
            assignee?: components["schemas"]["Assignee"];
        };
        OfficeApplicationPage: {
            items: components["schemas"]["OfficeApplicationSummary"][];
            next_cursor?: string;
            total: number;
            counts?: { [key: string]: number };
        };
        Access: {
            at: string;
            actor: string;
            action: string;
        };
        OfficeApplication: {
            id: string;
            number?: string;
            service: components["schemas"]["ServiceRef"];
            status: components["schemas"]["Status"];
            created_at: string;
            updated_at: string;
            submitted_at?: string;
            due_date?: string;
            overdue: boolean;
            action_required?: "resume" | "pay" | "integrate";
            unread_messages: number;
            version: number;
            service_version: number;
            step: string;
            data: { [key: string]: unknown };
            attachments: components["schemas"]["Attachment"][];
            fees: components["schemas"]["Fee"][];
            total_cents: number;
            privacy_accepted_at?: string;
            declarations: string[];
            payment?: components["schemas"]["Payment"];
            registration?: components["schemas"]["Registration"];
            taken_in_charge_at?: string;
            office: components["schemas"]["OfficeRef"];
            decision?: components["schemas"]["Decision"];
            integration?: components["schemas"]["Integration"];
            timeline: components["schemas"]["TimelineEntry"][];
            documents: components["schemas"]["DocumentRef"][];
            form_changed?: boolean;
            applicant: components["schemas"]["Profile"];
            assignee?: components["schemas"]["Assignee"];
            form_version: number;
            accesses: components["schemas"]["Access"][];
            allowed_actions: string[];
        };
        IntegrationRequest: {
            text: string;
            keys: string[];
            due_days: number;
        };
        DecisionRequest: {
            outcome: "accepted" | "rejected";
            reasons: string;
        };
        Job: {
            id: string;
            kind: string;
            state: string;
            attempt: number;
            max_attempts: number;
            last_error?: string;
            scheduled_at: string;
            created_at: string;
        };
        JobPage: {
            items: components["schemas"]["Job"][];
            next_cursor?: string;
            total?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
