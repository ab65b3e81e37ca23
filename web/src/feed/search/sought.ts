import type { InjectionKey } from 'vue';

/** What was searched for: lists within mark it. */
export const SOUGHT: InjectionKey<string> = Symbol('sought');
