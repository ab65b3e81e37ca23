import type { InjectionKey } from 'vue';

/** The query, which nested lists highlight. */
export interface SearchContext {
  readonly query: string;
  /** The matching part of a prompt that is not loaded. */
  excerptOf(postId: string): string | undefined;
}
export const SEARCH_CONTEXT: InjectionKey<SearchContext> = Symbol('sought');
