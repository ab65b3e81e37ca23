import type { MessageNotification } from '@visionary/contract';

/** Name of the chat in `NotificationSources`. */
export const NOTIFICATION_SOURCE = 'messages';

export type NotificationKind = MessageNotification['kind'];

export interface StoredNotification {
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly roomId: string;
  readonly messageId: string;
  /** Of the message. */
  readonly seq: number;
  readonly byId: string;
  readonly at: number;
}

/** A notification with the present text of the message and the present name of the room. */
export interface NotificationWithContext extends StoredNotification {
  readonly isRead: boolean;
  readonly text: string;
  readonly roomName: string;
}
