import { Rejection } from '@visionary/kernel';
import type { Maturity } from './post.js';

interface Said {
  readonly maturity: Maturity;
}

/**
 * Whether a post is there for somebody who comes to it by its own address. Visitors find only what is for everybody; whoever
 * is signed in came there on purpose, and sees it as they chose. Lists leave more out.
 */
export const isThereFor = (personId: string | null, { maturity }: Said): boolean =>
  personId !== null || maturity === 'everybody';

/** @throws Rejection FEED_POST_NOT_FOUND, as for what was never there */
export function requireThereFor<T extends Said>(personId: string | null, post: T | null | undefined): T {
  if (!post || !isThereFor(personId, post)) throw new Rejection('FEED_POST_NOT_FOUND');
  return post;
}
