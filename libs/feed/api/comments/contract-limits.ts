import { LIMITS } from '@visionary/contract';
import type { TalkLimits } from '../../domain/comments/limits.js';

/** The contract's limits as the rules of talk want them. */
export const talkLimits: TalkLimits = {
  mentionsPerComment: LIMITS.mentionsPerMessage,
  commentsPerPage: LIMITS.commentsPerPage,
  repliesShown: LIMITS.repliesShown,
  emojiPerSubject: LIMITS.emojiPerMessage,
  quoteLength: LIMITS.quoteLength,
  usersNamed: LIMITS.namedUsers,
};
