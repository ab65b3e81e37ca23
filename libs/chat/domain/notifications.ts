/** By this name users's news know what comes from messages. */
export const NEWS_SOURCE = 'messages';

/** Somebody called me, called everybody, answered me, or wrote to me alone. */
export type NotificationKind = 'mention' | 'roomMention' | 'reply' | 'direct';

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

/** With what it tells of: the message's text and the room's name as they are now. */
export interface NotificationWithContext extends StoredNotification {
  readonly isRead: boolean;
  readonly text: string;
  readonly roomName: string;
}

/** Where a page goes on: after the notification of that moment. */
export interface NotificationCursor {
  readonly at: number;
  readonly id: string;
}

/** Port: what others want of users. Rooms that somebody may no longer see tell them nothing. */
export abstract class Notifications {
  /** One statement for up to a thousand. The caller has left out whoever is told of the message already. */
  abstract add(notifications: readonly StoredNotification[]): Promise<void>;
  /** Newest first. */
  abstract page(userId: string, after: NotificationCursor | null, limit: number): Promise<NotificationWithContext[]>;
  abstract byIds(ids: readonly string[]): Promise<NotificationWithContext[]>;
  /** Those not read, of each of these users: one query. */
  abstract unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those of a room up to a message. @returns whether there were any */
  abstract readIn(roomId: string, userId: string, upToSeq: number, at: number): Promise<boolean>;
  /** These, or all without ids. @returns the rooms whose notifications are read now */
  abstract read(userId: string, ids: readonly string[] | undefined, at: number): Promise<string[]>;
  /** Who is told of a message. */
  abstract toldOf(messageId: string): Promise<ReadonlySet<string>>;
  /** @returns those who were told of it and are no more. */
  abstract forgetMessage(messageId: string): Promise<string[]>;
  /** Of a user, in one room or everywhere. */
  abstract forgetUser(userId: string, roomId?: string): Promise<void>;
}
