import type { components } from './generated/schema.js';

/** Schema names one of the API's schemas: `Schema<'Application'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Access = Schema<'ApplicationAccess'>;
export type Application = Schema<'Application'>;
export type ApplicationSummary = Schema<'ApplicationSummary'>;
export type Attachment = Schema<'Attachment'>;
export type DataAccess = Schema<'DataAccess'>;
export type DataExport = Schema<'DataExport'>;
export type DocumentRef = Schema<'DocumentRef'>;
export type Form = Schema<'Form'>;
export type FormField = Schema<'FormField'>;
export type FormSection = Schema<'FormSection'>;
export type FormStep = Schema<'FormStep'>;
export type Job = Schema<'Job'>;
export type Localized = Schema<'Localized'>;
export type Message = Schema<'Message'>;
export type OfficeApplication = Schema<'OfficeApplication'>;
export type OfficeApplicationSummary = Schema<'OfficeApplicationSummary'>;
export type Payment = Schema<'Payment'>;
export type Profile = Schema<'Profile'>;
export type Provider = Schema<'Provider'>;
export type ServiceCategory = Schema<'ServiceCategory'>;
export type ServiceSheet = Schema<'ServiceSheet'>;
export type ServiceSummary = Schema<'ServiceSummary'>;
export type Session = Schema<'Session'>;
export type Status = Schema<'Status'>;
export type Tenant = Schema<'Tenant'>;
export type TimelineEntry = Schema<'TimelineEntry'>;
export type ValidationError = Schema<'ValidationError'>;
export type Verification = Schema<'Verification'>;
