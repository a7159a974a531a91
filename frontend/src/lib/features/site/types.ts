import type { Content, ContentCard, Localized, Media, PageLink, Term } from '#lib/features/content/types.ts';

/** Link leads to a page of the site, or elsewhere. */
export interface Link {
	label: Localized;
	path?: string;
	url?: string;
}

/** Alert is a notice above every page. */
export interface Alert {
	id: string;
	text: Localized;
	level: 'info' | 'success' | 'warning' | 'danger';
	/** on every page, or on the home page only */
	scope: 'site' | 'home';
	link?: string;
	dismissible?: boolean;
}

/** NavigationSection is an entry of the main menu with the pages under it. */
export interface NavigationSection {
	id: 'management' | 'news' | 'services' | 'live';
	title: Localized;
	path: string;
	children: { title: Localized; path: string; count: number }[];
}

/** Contacts is how to reach the municipality. */
export interface Contacts {
	address: string;
	phone: string;
	toll_free?: string;
	sms_whatsapp?: string;
	switchboard?: string;
	email: string;
	pec: string;
	tax_code: string;
	vat_number?: string;
	urp?: PageLink;
}

/** Site is what every page shows of its municipality. */
export interface Site {
	name: string;
	short_name: Localized;
	tagline: Localized;
	region: { name: string; url: string };
	languages: { code: string; label: string }[];
	theme: { primary?: string };
	logo?: Media;
	eu_logo: boolean;
	contacts: Contacts;
	socials: { type: string; url: string }[];
	header_links: Link[];
	live_label: Localized;
	search_suggestions: Link[];
	privacy_url?: string;
	accessibility_url?: string;
	legal_notes?: string;
	improvement_plan: boolean;
	/** the style of the municipality's own map, where it has one */
	map_style_url?: string;
	/** the account at Web Analytics Italia of a municipality that has one */
	analytics?: { site_id: string; dashboard_url?: string };
	alerts: Alert[];
	navigation: NavigationSection[];
	demo: boolean;
	simulated: Record<string, boolean>;
}

/** SiteHome is the home page. */
export interface SiteHome {
	hero?: ContentCard;
	news: ContentCard[];
	administration: ContentCard[];
	calendar: { date: string; items: ContentCard[] }[];
	topics: { topic: ContentCard; links: ContentCard[]; sites: ContentCard[] }[];
	other_topics: (Term & { path: string })[];
	galleries: ContentCard[];
	places: ContentCard[];
	thematic_sites: ContentCard[];
	useful_links: Link[];
}

/** SectionChild is a page under a section. */
export interface SectionChild {
	id: string;
	title: Localized;
	description: Localized;
	path: string;
	count: number;
}

/** SiteSection is the heading of a list page: what is featured and what lies under it. */
export interface SiteSection {
	id: string;
	title: Localized;
	description: Localized;
	path: string;
	featured: ContentCard[];
	featured_places?: ContentCard[];
	children: SectionChild[];
	breadcrumb: PageLink[];
}

/** SiteTopics is the page of all topics. */
export interface SiteTopics {
	featured: ContentCard[];
	items: ContentCard[];
}

/** TopicSection is what a topic gathers of one section. */
export interface TopicSection {
	items: ContentCard[];
	total: number;
}

/** SiteTopic is the page of a topic. */
export interface SiteTopic {
	topic: Content;
	managing_units: ContentCard[];
	featured: ContentCard[];
	sections: Partial<Record<'news' | 'administration' | 'services' | 'documents' | 'places' | 'events', TopicSection>>;
}

/** SiteMapNode is a page of the site map with those under it. */
export interface SiteMapNode {
	title: Localized;
	path: string;
	children?: SiteMapNode[];
}

/** SiteMap is the whole tree. */
export interface SiteMap {
	items: SiteMapNode[];
}
