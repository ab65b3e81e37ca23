/** Port: how much of everything. The wire binds it to the contract's. */
export abstract class ChatLimits {
  abstract readonly mentionsPerMessage: number;
  abstract readonly pinsPerRoom: number;
  abstract readonly emojiPerMessage: number;
  /** Of those who gave one emoji, how many are named with the message. */
  abstract readonly reactionNames: number;
  abstract readonly reactionsPerPage: number;
  abstract readonly searchPerPage: number;
  abstract readonly searchTotal: number;
  /** UTF-16 units of a message that a quote and a notification show. */
  abstract readonly quoteLength: number;
}
