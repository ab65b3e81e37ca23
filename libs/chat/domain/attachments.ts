import type { Attachment, SharedTake } from './message.js';

/** Port: images and takes that a message may show. */
export abstract class Attachments {
  /** In the order of the ids. @throws Rejection CHAT_ATTACHMENT_NOT_FOUND unless all were brought into this room */
  abstract attachments(roomId: string, uploadIds: readonly string[]): Promise<Attachment[]>;
  /** Inside a transaction: images of the room that no message shows any more. What takes start from stays. */
  abstract forget(roomId: string, uploadIds: readonly string[]): Promise<void>;
  /**
   * A take of this room, or of a public one that the user may read.
   * @throws Rejection CHAT_SHARED_TAKE_NOT_FOUND
   */
  abstract requireCard(roomId: string, userId: string, sharedTake: SharedTake): Promise<void>;
}
