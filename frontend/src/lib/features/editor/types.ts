/** What the back office and the API say to each other about the municipal website: the names that screens use for it. */
import type { Schema } from '#lib/api/types.ts';

export type Localized = Schema<'Text'>;
export type Term = Schema<'Term'>;
export type Media = Schema<'Media'>;
export type ContentCard = Schema<'ContentCard'>;

/** Data are the fields of a content of any type. */
export type Data = Record<string, unknown>;

/** Content is a whole page as visitors read it, of any type. */
export type Content = Omit<Schema<'Content'>, 'data'> & { data: Data };

export type FieldKind = Schema<'FieldKind'>;
export type Field = Schema<'ContentField'>;
export type ContentType = Schema<'OfficeContentType'>;
export type OfficeContentRow = Schema<'OfficeContentRow'>;
export type OfficeContentPage = Schema<'OfficeContentPage'>;
export type OfficeContent = Schema<'OfficeContent'>;
export type ContentStatus = OfficeContent['status'];
export type Gate = Schema<'ContentGate'>;
export type Revision = Schema<'ContentRevision'>;
export type Difference = Schema<'ContentDifference'>;
export type DifferencePart = Schema<'DifferencePart'>;
export type Redirect = Schema<'Redirect'>;
export type MediaUse = Schema<'MediaUse'>;
export type OfficeMedia = Schema<'OfficeMedia'>;
export type MediaPage = Schema<'MediaPage'>;
export type SiteLink = Schema<'SiteLink'>;
export type SiteSettings = Schema<'SiteSettings'>;
export type OfficeSite = Schema<'OfficeSite'>;
export type Evidence = Schema<'OfficeEvidence'>;
export type Editor = Schema<'EditorRow'>;
export type Grant = Schema<'EditorGrant'>;
