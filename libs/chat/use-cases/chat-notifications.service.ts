import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  NotificationOptOuts,
  NotificationSources,
  NotificationsRead,
  UsersNotified,
  type NotificationCategory,
  type NotificationCursor,
  type NotificationSource,
} from '@visionary/accounts';
import { LIMITS, type MessageNotification, type UserView } from '@visionary/contract';
import { Clock, Ids, mentionsIn, renderMentions, truncate, UnitOfWork } from '@visionary/kernel';
import { deletedUser, Users } from '@visionary/rooms';
import type { StoredMessage } from '../domain/message.js';
import { NOTIFICATION_SOURCE, type NotificationKind, type NotificationWithContext } from '../domain/notifications.js';
import { ReadStateChanged } from '../domain/read-states.js';
import type { Recipient } from '../domain/room-directory.js';
import { SqlNotifications } from '../storage/sql-notifications.js';
import { SqlReadStates } from '../storage/sql-read-states.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';

export interface ResolvedMentions {
  /** The mentioned users who can see the room, in the order of the text. */
  readonly users: readonly Recipient[];
  readonly mentionsRoom: boolean;
}

/** Kinds that notify recipients at the level `mentions`. */
const MENTION_KINDS: readonly NotificationKind[] = ['mention', 'reply'];

const CATEGORIES: Readonly<Record<NotificationKind, NotificationCategory>> = {
  mention: 'mentions',
  roomMention: 'mentions',
  reply: 'replies',
  direct: 'direct',
};

/** Recipients by the kind of notification, the most specific kind first. */
type RecipientsByKind = readonly (readonly [readonly Recipient[], NotificationKind])[];

/** Notifications about messages: creates them with the message, and serves them to the inbox. */
@Injectable()
export class ChatNotificationsService implements NotificationSource, OnModuleInit {
  readonly name = NOTIFICATION_SOURCE;

  constructor(
    private readonly sources: NotificationSources,
    private readonly optOuts: NotificationOptOuts,
    private readonly notifications: SqlNotifications,
    private readonly readStates: SqlReadStates,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.sources.add(this);
  }

  /** Finds the mentions of a text whose users can see the room. Users after LIMITS.mentionsPerMessage are not mentioned. */
  async resolveMentions(roomId: string, authorId: string, text: string): Promise<ResolvedMentions> {
    const { users: ids, mentionsRoom } = mentionsIn(text, LIMITS.mentionsPerMessage);
    const recipients = await this.roomDirectory.recipientsAmong(roomId, authorId, ids);
    const byId = new Map(recipients.map((recipient) => [recipient.userId, recipient]));
    return { users: ids.map((id) => byId.get(id)).filter((recipient) => recipient !== undefined), mentionsRoom };
  }

  /**
   * Notifies the recipients of a new message, and marks the room as read for its author. Inside the transaction that adds
   * the message.
   * @param repliedToId author of the quoted message
   */
  async messageSent(message: StoredMessage, mentions: ResolvedMentions, repliedToId?: string): Promise<void> {
    const { roomId, authorId, seq, at } = message;
    if (await this.readStates.raise(roomId, authorId, seq)) {
      this.unitOfWork.publish(new ReadStateChanged(roomId, authorId));
    }
    await this.markReadInRoom(roomId, authorId, seq, at);
    await this.notify(message, await this.recipientsOf(message, mentions, repliedToId));
  }

  /** Notifies users whom only the new text mentions. `@room` doesn't notify again. Inside the transaction of the edit. */
  async messageEdited(message: StoredMessage, mentions: ResolvedMentions): Promise<void> {
    if (mentions.users.length === 0) return;
    const notified = await this.notifications.recipientsOf(message.id);
    const added = mentions.users.filter(({ userId }) => !notified.has(userId));
    await this.notify(message, [[added, 'mention']]);
    for (const { userId } of added) this.unitOfWork.publish(new ReadStateChanged(message.roomId, userId));
  }

  /** Deletes the notifications about a message. Inside the transaction that deletes it. */
  async messageDeleted(messageId: string): Promise<void> {
    const userIds = await this.notifications.forgetMessage(messageId);
    if (userIds.length) this.unitOfWork.publish(new NotificationsRead(userIds));
  }

  /** Marks notifications about messages up to `upToSeq` as read. Inside a transaction. */
  async markReadInRoom(roomId: string, userId: string, upToSeq: number, at = this.clock.now()): Promise<void> {
    const hasChanged = await this.notifications.readIn(roomId, userId, upToSeq, at);
    if (hasChanged) this.unitOfWork.publish(new NotificationsRead([userId]));
  }

  async page(userId: string, after: NotificationCursor | null, limit: number): Promise<MessageNotification[]> {
    return (await this.hydrate(await this.notifications.page(userId, after, limit))).map(viewOf);
  }

  async byIds(ids: readonly string[]): Promise<{ userId: string; notification: MessageNotification }[]> {
    const found = await this.hydrate(await this.notifications.byIds(ids));
    return found.map((one) => ({ userId: one.userId, notification: viewOf(one) }));
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notifications.unreadOf(userIds);
  }

  async read(userId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      const roomIds = await this.notifications.read(userId, ids, this.clock.now());
      for (const roomId of roomIds) this.unitOfWork.publish(new ReadStateChanged(roomId, userId));
      if (roomIds.length) this.unitOfWork.publish(new NotificationsRead([userId]));
    });
  }

  private async recipientsOf(
    { roomId, authorId }: StoredMessage,
    { users, mentionsRoom }: ResolvedMentions,
    repliedToId?: string,
  ): Promise<RecipientsByKind> {
    const isDirect = (await this.roomDirectory.kindOf(roomId)) === 'direct';
    const repliedTo =
      repliedToId === undefined ? [] : await this.roomDirectory.recipientsAmong(roomId, authorId, [repliedToId]);
    const members = mentionsRoom || isDirect ? await this.roomDirectory.members(roomId, authorId) : [];
    return [
      [users, 'mention'],
      [repliedTo, 'reply'],
      [members, isDirect ? 'direct' : 'roomMention'],
    ];
  }

  /** Adds one notification per user, of the first kind that the user hasn't opted out of. */
  private async notify(message: StoredMessage, recipients: RecipientsByKind): Promise<void> {
    const kinds = await this.kindsByUser(recipients);
    if (kinds.size === 0) return;
    const notifications = [...kinds].map(([userId, kind]) => ({
      id: this.ids.next(),
      userId,
      kind,
      roomId: message.roomId,
      messageId: message.id,
      seq: message.seq,
      byId: message.authorId,
      at: message.editedAt ?? message.at,
    }));
    await this.notifications.add(notifications);
    this.unitOfWork.publish(new UsersNotified(NOTIFICATION_SOURCE, notifications));
  }

  private async kindsByUser(recipients: RecipientsByKind): Promise<ReadonlyMap<string, NotificationKind>> {
    const userIds = recipients.flatMap(([some]) => some.map(({ userId }) => userId));
    const optOuts = userIds.length ? await this.optOuts.ofUsers([...new Set(userIds)]) : new Map();
    const kinds = new Map<string, NotificationKind>();
    for (const [some, kind] of recipients) {
      for (const { userId, notificationLevel: level, hasBlockedAuthor } of some) {
        const isIncluded = level === 'all' || (level === 'mentions' && MENTION_KINDS.includes(kind));
        if (hasBlockedAuthor || !isIncluded || optOuts.get(userId)?.has(CATEGORIES[kind])) continue;
        if (!kinds.has(userId)) kinds.set(userId, kind);
      }
    }
    return kinds;
  }

  /** Adds the author, and names in place of mentions. One query for all names. */
  private async hydrate(
    notifications: readonly NotificationWithContext[],
  ): Promise<(NotificationWithContext & { readonly by: UserView })[]> {
    const ids = notifications.flatMap(({ byId, text }) => [byId, ...mentionsIn(text, LIMITS.mentionsPerMessage).users]);
    const users = await this.users.byIds([...new Set(ids)]);
    const userOf = (id: string): UserView => users.get(id) ?? deletedUser(id);
    return notifications.map((one) => {
      const text = renderMentions(one.text, (id) => userOf(id).name);
      return { ...one, text: truncate(text, LIMITS.quoteLength), by: userOf(one.byId) };
    });
  }
}

const viewOf = (notification: NotificationWithContext & { readonly by: UserView }): MessageNotification => {
  const { id, kind, roomId, roomName, messageId, by, text, at, isRead } = notification;
  return { id, kind, messageId, by, text, at, isRead, room: { id: roomId, name: roomName } };
};
