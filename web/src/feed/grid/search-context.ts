import type { InjectionKey } from 'vue';

/** What was searched for: lists within mark it. */
export interface SearchContext {
  readonly query: string;
  /** Of an image's prompt what was looked for, where the page does not have it. */
  excerptOf(postId: string): string | undefined;
}
export const SEARCH_CONTEXT: InjectionKey<SearchContext> = Symbol('sought');
