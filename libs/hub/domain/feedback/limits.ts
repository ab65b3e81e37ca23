/** The contract's limits, as far as what users say about models knows them. */
export abstract class TalkLimits {
  abstract readonly mentionsPerComment: number;
  abstract readonly commentsPerPage: number;
  abstract readonly repliesShown: number;
  abstract readonly lastComments: number;
  abstract readonly reviewsPerPage: number;
  /** Different emoji on one model, comment or review. */
  abstract readonly emojiPerSubject: number;
}
