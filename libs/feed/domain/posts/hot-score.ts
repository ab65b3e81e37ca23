import type { PostTotals } from './post.js';

/** So much later counts as much as ten times as many points. */
const DECADE_MS = 45_000_000;
/** To write about an image is more than to give it an emoji. */
const COMMENT_POINTS = 2;

/**
 * How far up an image stands: log10(points) + time / 12.5 h, as the stories of Reddit's published ranking (its `hot`, without
 * votes against). It needs no other post and no clock, so that it can be kept and read in order from an index.
 * @param at ms since 1970
 */
export const hotScore = ({
  likes,
  comments,
  at,
}: Pick<PostTotals, 'likes' | 'comments'> & { readonly at: number }): number =>
  Math.log10(Math.max(1, likes + COMMENT_POINTS * comments)) + at / DECADE_MS;
