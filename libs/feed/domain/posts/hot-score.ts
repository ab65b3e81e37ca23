import type { PostTotals } from './post.js';

/** 12.5 h: this much later is worth ten times the points. */
const DECADE_MS = 45_000_000;
/** A comment weighs more than a reaction. */
const COMMENT_POINTS = 2;

/**
 * The rank of a post in the hot order: log10(points) + time / 12.5 h, as in Reddit's published `hot` ranking of stories,
 * without downvotes. It depends on no other post and no clock, so it can be stored and indexed.
 * @param at ms since 1970
 */
export const hotScore = ({
  likes,
  comments,
  at,
}: Pick<PostTotals, 'likes' | 'comments'> & { readonly at: number }): number =>
  Math.log10(Math.max(1, likes + COMMENT_POINTS * comments)) + at / DECADE_MS;
