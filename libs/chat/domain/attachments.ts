import type { AttachmentView, SharedTake } from '@visionary/contract';

/** Port: uploads and takes in messages. Keeps the domain free of the platform. */
export abstract class Attachments {
  /**
   * @returns the distinct uploads, in the order of the ids
   * @throws Rejection CHAT_ATTACHMENT_NOT_FOUND when one was not uploaded into this room
   */
  abstract find(roomId: string, uploadIds: readonly string[]): Promise<AttachmentView[]>;
  /** Removes uploads of the room unless something else uses them. Inside a transaction. */
  abstract remove(roomId: string, uploadIds: readonly string[]): Promise<void>;
  /**
   * Requires a take of this room, or of a public room that the user can read.
   * @throws Rejection CHAT_SHARED_TAKE_NOT_FOUND
   */
  abstract requireSharedTake(roomId: string, userId: string, sharedTake: SharedTake): Promise<void>;
}
