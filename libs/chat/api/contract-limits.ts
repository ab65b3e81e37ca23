import { LIMITS } from '@visionary/contract';
import type { ChatLimits } from '../domain/limits.js';

/** The contract's limits as this slice's rules want them. */
export const chatLimits: ChatLimits = {
  mentionsPerMessage: LIMITS.mentionsPerMessage,
  pinsPerRoom: LIMITS.pinsPerRoom,
  emojiPerMessage: LIMITS.emojiPerMessage,
  reactionNames: LIMITS.namedReactors,
  reactionsPerPage: LIMITS.reactionsPerPage,
  searchPerPage: LIMITS.searchPerPage,
  searchTotal: LIMITS.searchTotal,
  quoteLength: LIMITS.quoteLength,
};
