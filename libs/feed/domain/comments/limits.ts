/** The contract's limits, as far as what users say and feel knows them. */
export abstract class TalkLimits {
  abstract readonly mentionsPerComment: number;
  abstract readonly commentsPerPage: number;
  abstract readonly repliesShown: number;
  /** Different emoji on one post or comment. */
  abstract readonly emojiPerSubject: number;
  /** UTF-16 units of a text that a notice shows. */
  abstract readonly quoteLength: number;
  abstract readonly usersNamed: number;
}
