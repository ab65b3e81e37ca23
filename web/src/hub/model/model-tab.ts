import type { LocationQuery } from 'vue-router';

export const MODEL_TABS = ['about', 'gallery', 'talk'] as const;
export type ModelTab = (typeof MODEL_TABS)[number];

export const parseModelTab = (query: LocationQuery): ModelTab =>
  MODEL_TABS.find((tab) => tab === query['tab']) ?? MODEL_TABS[0];
