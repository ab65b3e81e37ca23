import { type Component, defineAsyncComponent } from 'vue';

/** What moderation has a tab for. `reports` stands at /moderation itself. */
export const TABS = ['terms', 'style'] as const;
export type Tab = (typeof TABS)[number];

export const isTab = (name: string): name is Tab => (TABS as readonly string[]).includes(name);

export const SCREENS: Readonly<Record<Tab, Component>> = {
  style: defineAsyncComponent(() => import('./styles/StyleTab.vue')),
  terms: defineAsyncComponent(() => import('./terms/TermsTab.vue')),
};
