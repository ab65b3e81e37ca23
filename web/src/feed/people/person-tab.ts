import type { LocationQuery } from 'vue-router';

/** What of somebody is looked at; the address says it, pictures where it says nothing. */
export const PERSON_TABS = ['pictures', 'models', 'rooms', 'collections'] as const;
export type PersonTab = (typeof PERSON_TABS)[number];

export const tabIn = (query: LocationQuery): PersonTab => PERSON_TABS.find((tab) => tab === query['tab']) ?? 'pictures';
