import type { AttachmentView, SharedTake } from '@visionary/contract';

/** A message as the database holds it: ids instead of users, no reactions, no quoted text. Times in ms since 1970. */
export interface StoredMessage {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly authorId: string;
  readonly clientId: string;
  readonly text: string;
  readonly at: number;
  readonly replyToId: string | null;
  readonly attachments: readonly AttachmentView[];
  readonly sharedTake: SharedTake | null;
  /** Ids of the mentioned users who can see the room. */
  readonly mentions: readonly string[];
  readonly editedAt: number | null;
  readonly deleted: { readonly byId: string; readonly at: number } | null;
  readonly pinned: { readonly byId: string; readonly at: number } | null;
}

export interface ModeratedMessage extends StoredMessage {
  readonly isHidden: boolean;
}

/** A text that an edit replaced. */
export interface MessageEdit {
  readonly messageId: string;
  /** Of the edit. */
  readonly seq: number;
  readonly text: string;
  /** When the replaced text was written. */
  readonly at: number;
}

/** How a message reaches others: as usual, as the first one to a stranger, or without a notification. */
export type Delivery = 'usual' | 'request' | 'silent';
