import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { mentionsIn, UnitOfWork } from '@visionary/kernel';
import { Inbox, type NewNotification, type Notification, Notifications } from '@visionary/notifications';
import type { Delivery, StoredMessage } from '../domain/message.js';
import { ReadStateChanged } from '../domain/read-states.js';
import type { Recipient } from '../domain/room-directory.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlReadStates } from '../storage/sql-read-states.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';

export interface ResolvedMentions {
  /** The mentioned users who can see the room, in the order of the text. */
  readonly users: readonly Recipient[];
  readonly mentionsRoom: boolean;
}

const KINDS = ['mention', 'reply', 'direct', 'roomMention', 'messageRequest'] as const;
type MessageNotificationKind = (typeof KINDS)[number];

/** Kinds that notify recipients at the level `mentions`. */
const MENTION_KINDS: readonly MessageNotificationKind[] = ['mention', 'reply'];

/** Notifies users of messages, inside the transaction of the message. */
@Injectable()
export class ChatNotificationsService implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    private readonly notifications: Notifications,
    private readonly messages: SqlMessages,
    private readonly readStates: SqlReadStates,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.inbox.register(KINDS, async (notifications) => {
      const messages = await this.messages.byIds(notifications.flatMap(({ subjectId }) => subjectId ?? []));
      const texts = new Map(messages.flatMap(({ id, text, deleted }) => (deleted ? [] : [[id, text]])));
      return ({ kind, subjectId }: Notification) => {
        const text = texts.get(subjectId ?? '');
        if (subjectId === null || text === undefined) return null;
        return { messageId: subjectId, text: kind === 'messageRequest' ? '' : text };
      };
    });
  }

  /** Finds the mentions of a text whose users can see the room. Users after LIMITS.mentionsPerMessage are not mentioned. */
  async resolveMentions(roomId: string, authorId: string, text: string): Promise<ResolvedMentions> {
    const { users: ids, mentionsRoom } = mentionsIn(text, LIMITS.mentionsPerMessage);
    const recipients = await this.roomDirectory.recipientsAmong(roomId, authorId, ids);
    const byId = new Map(recipients.map((recipient) => [recipient.userId, recipient]));
    return { users: ids.map((id) => byId.get(id)).filter((recipient) => recipient !== undefined), mentionsRoom };
  }

  /**
   * Notifies each recipient of a new message once, for the most specific kind, and marks the room as read for its author.
   * Mentions notify only users who have opened the room: rooms of strangers cannot call anyone.
   * @param delivery of a message to a stranger: only the first notifies, and without its text
   * @param repliedToId author of the quoted message
   */
  async messageSent(
    message: StoredMessage,
    mentions: ResolvedMentions,
    delivery: Delivery,
    repliedToId?: string,
  ): Promise<void> {
    const { roomId, authorId, seq } = message;
    if (await this.readStates.raise(roomId, authorId, seq)) {
      this.unitOfWork.publish(new ReadStateChanged(roomId, authorId));
    }
    await this.notifications.markRead(authorId, { roomId, upToSeq: seq });
    if (delivery === 'silent') return;
    const isDirect = (await this.roomDirectory.kindOf(roomId)) === 'direct';
    if (delivery === 'request') {
      await this.notifications.publish(
        draftsOf(message, 'messageRequest', await this.roomDirectory.members(roomId, authorId)),
      );
      return;
    }
    const repliedTo =
      repliedToId === undefined ? [] : await this.roomDirectory.recipientsAmong(roomId, authorId, [repliedToId]);
    const members = mentions.mentionsRoom || isDirect ? await this.roomDirectory.members(roomId, authorId) : [];
    await this.notifications.publish([
      ...draftsOf(message, 'mention', mentions.users.filter(isMember)),
      ...draftsOf(message, 'reply', repliedTo),
      ...draftsOf(message, isDirect ? 'direct' : 'roomMention', members),
    ]);
  }

  messageDeleted(messageId: string): Promise<void> {
    return this.notifications.withdraw({ aboutIds: [messageId] });
  }

  /** Notifies users whom only the new text mentions. `@room` doesn't notify again. */
  async messageEdited(message: StoredMessage, { users }: ResolvedMentions): Promise<void> {
    const notified = await this.notifications.publish(draftsOf(message, 'mention', users.filter(isMember)));
    for (const userId of notified) this.unitOfWork.publish(new ReadStateChanged(message.roomId, userId));
  }
}

const isMember = ({ isMember: is }: Recipient): boolean => is;

const draftsOf = (
  { id: subjectId, roomId, seq, authorId: actorId, editedAt, at }: StoredMessage,
  kind: MessageNotificationKind,
  recipients: readonly Recipient[],
): NewNotification[] =>
  recipients
    .filter(({ notificationLevel: level }) => level === 'all' || (level === 'mentions' && MENTION_KINDS.includes(kind)))
    .map(({ userId }) => ({ userId, kind, actorId, roomId, subjectId, seq, at: editedAt ?? at }));
