import { LIMITS } from '@visionary/contract';
import type { TalkLimits } from '../../domain/feedback/limits.js';

/** The contract's limits as the rules of talk want them. */
export const talkLimits: TalkLimits = {
  mentionsPerComment: LIMITS.mentionsPerMessage,
  commentsPerPage: LIMITS.commentsPerPage,
  repliesShown: LIMITS.repliesShown,
  lastComments: LIMITS.recentComments,
  reviewsPerPage: LIMITS.reviewsPerPage,
  emojiPerSubject: LIMITS.emojiPerMessage,
};
