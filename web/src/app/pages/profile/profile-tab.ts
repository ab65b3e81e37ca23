import type { LocationQuery } from 'vue-router';

/** What of somebody is looked at; the address says it, images where it says nothing. */
export const PROFILE_TABS = ['images', 'models', 'rooms', 'collections'] as const;
export type UserTab = (typeof PROFILE_TABS)[number];

export const parseProfileTab = (query: LocationQuery): UserTab =>
  PROFILE_TABS.find((tab) => tab === query['tab']) ?? 'images';
