import type { InjectionKey } from 'vue';

/** What was searched for: lists within mark it. */
export interface Sought {
  readonly words: string;
  /** Of a picture's prompt what was looked for, where the page does not have it. */
  excerptOf(postId: string): string | undefined;
}
export const SOUGHT: InjectionKey<Sought> = Symbol('sought');
