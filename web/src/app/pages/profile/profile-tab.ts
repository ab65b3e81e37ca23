import type { LocationQuery } from 'vue-router';

/** The profile tab in the URL; posts by default. */
export const PROFILE_TABS = ['images', 'models', 'rooms', 'collections'] as const;
export type UserTab = (typeof PROFILE_TABS)[number];

export const parseProfileTab = (query: LocationQuery): UserTab =>
  PROFILE_TABS.find((tab) => tab === query['tab']) ?? 'images';
