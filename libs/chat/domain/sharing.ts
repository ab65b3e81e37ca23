import type { Attachment, Card } from './message.js';

/** Port: pictures and takes that a message may show. */
export abstract class Sharing {
  /** In the order of the ids. @throws Rejection CHAT_ATTACHMENT_UNKNOWN unless all were brought into this room */
  abstract attachments(roomId: string, uploadIds: readonly string[]): Promise<Attachment[]>;
  /** Inside a transaction: pictures of the room that no message shows any more. What takes start from stays. */
  abstract forget(roomId: string, uploadIds: readonly string[]): Promise<void>;
  /**
   * A take of this room, or of a public one that the person may read.
   * @throws Rejection CHAT_CARD_UNKNOWN
   */
  abstract requireCard(roomId: string, personId: string, card: Card): Promise<void>;
}
