import { Injectable } from '@nestjs/common';
import { ReactionsRepository } from '@visionary/comments';
import { LIMITS, type MessageView, type SharedTake, type UserView } from '@visionary/contract';
import { Ids, mentionsIn, Rejection } from '@visionary/kernel';
import { deletedUser, MembersService, type RoomEvent, RoomLog, Users } from '@visionary/rooms';
import { CheckText, type CheckedText } from '@visionary/safety';
import { Attachments } from './attachments.js';
import type { StoredMessage } from '../domain/message.js';
import type { Recipient } from '../domain/room-directory.js';
import { RoomMentionLimit } from '../storage/room-mention-limit.js';
import { SqlMessageEdits } from '../storage/sql-message-edits.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';
import { ChatNotificationsService, type ResolvedMentions } from './chat-notifications.service.js';
import { DirectMessageRequests } from './direct-message-requests.js';
import { messageView, quoteOf } from './message-presenter.js';

export interface MessageToSend {
  readonly roomId: string;
  readonly user: UserView;
  readonly clientId: string;
  readonly text: string;
  readonly replyTo?: string | undefined;
  /** Ids of uploads. */
  readonly attachments?: readonly string[] | undefined;
  readonly sharedTake?: SharedTake | undefined;
}

/** A command about one message. */
export interface MessageCommand {
  readonly roomId: string;
  readonly user: UserView;
  readonly clientId: string;
  readonly messageId: string;
}

type WithoutPosition<M extends { id: string; seq: number; at: number }> = Omit<M, 'id' | 'seq' | 'at'>;

/** A checked message that has no position in the room log yet. */
interface PreparedMessage {
  readonly stored: WithoutPosition<StoredMessage>;
  readonly view: WithoutPosition<MessageView>;
  readonly mentions: ResolvedMentions;
  readonly quoted: StoredMessage | null;
  /** Flags the stored message for review where the text has a flagged term. */
  flag(messageId: string): Promise<void>;
}

/** The quoted message was deleted after it was read and before the room was locked. */
class QuoteChangedError extends Error {}

/**
 * Sends, edits, deletes, and pins messages. Every change is one event of the room log, once per `clientId`: a retry gets the
 * first event. The caller has checked that the user can write in the room.
 */
@Injectable()
export class MessagesService {
  constructor(
    private readonly log: RoomLog,
    private readonly messages: SqlMessages,
    private readonly messageEdits: SqlMessageEdits,
    private readonly reactions: ReactionsRepository,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly members: MembersService,
    private readonly users: Users,
    private readonly attachments: Attachments,
    private readonly roomMentionLimit: RoomMentionLimit,
    private readonly requests: DirectMessageRequests,
    private readonly checkText: CheckText,
    private readonly notifications: ChatNotificationsService,
    private readonly ids: Ids,
  ) {}

  /**
   * The rights to a shared take and the limit of `@room` are checked outside the transaction, because other callers share
   * those reads.
   * @throws Rejection CHAT_SHARED_TAKE_NOT_FOUND, CHAT_ROOM_MENTION_RATE_LIMITED { retryAfterSeconds },
   *   CHAT_MESSAGE_NOT_FOUND for the quoted message, CHAT_ATTACHMENT_NOT_FOUND, SAFETY_BLOCKED_TERMS, ROOMS_NOT_FOUND,
   *   ROOMS_ARCHIVED, and as DirectMessageRequests
   */
  async send(message: MessageToSend): Promise<RoomEvent> {
    const { roomId, user, clientId, text, sharedTake } = message;
    const mentionsRoom = mentionsIn(text, 0).mentionsRoom && (await this.roomDirectory.kindOf(roomId)) !== 'direct';
    if (!sharedTake && !mentionsRoom) return this.sendChecked(message);
    const first = await this.log.firstOf(user.id, clientId);
    if (first) return first;
    if (sharedTake) await this.attachments.requireSharedTake(roomId, user.id, sharedTake);
    return mentionsRoom ? this.sendRoomMention(message) : this.sendChecked(message);
  }

  /**
   * The replaced text stays in the history of the message.
   * @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_NOT_AUTHOR, SAFETY_BLOCKED_TERMS
   */
  edit({ roomId, user, clientId, messageId, text }: MessageCommand & { readonly text: string }): Promise<RoomEvent> {
    return this.log.once(user.id, clientId, async () => {
      await this.requireOwn(roomId, messageId, user.id);
      const { texts, flag } = await this.check(text);
      const resolved = await this.notifications.resolveMentions(roomId, user.id, texts.text);
      const mentions = await this.usersOf(resolved.users);
      const event = await this.log.append({
        roomId,
        type: 'chat.edited',
        actorId: user.id,
        clientId,
        inOpenRoom: true,
        payload: ({ at }) => ({
          messageId,
          text: texts.text,
          ...(mentions.length > 0 && { mentions }),
          editedAt: at,
        }),
      });
      // Read again, because `append` has locked the room.
      const before = await this.requireOwn(roomId, messageId, user.id);
      await this.messageEdits.add({ messageId, seq: event.seq, text: before.text, at: before.editedAt ?? before.at });
      const edited = { ...before, text: texts.text, mentions: mentions.map(({ id }) => id), editedAt: event.at };
      await this.messages.edit(edited);
      await this.notifications.messageEdited(edited, resolved);
      await flag({ kind: 'message', id: messageId });
      return event;
    });
  }

  /**
   * Erases text and images everywhere. The position of the message, its author, and who deleted it stay.
   * @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_NOT_AUTHOR
   */
  delete({ roomId, user, clientId, messageId }: MessageCommand): Promise<RoomEvent> {
    return this.log.once(user.id, clientId, async () => {
      const message = await this.requireExisting(roomId, messageId);
      const canDelete = message.authorId === user.id || (await this.members.owns(roomId, user.id));
      if (!canDelete) throw new Rejection('CHAT_NOT_AUTHOR');
      const event = await this.log.append({
        roomId,
        type: 'chat.deleted',
        actorId: user.id,
        clientId,
        payload: ({ at }) => ({ messageId, by: user, at }),
      });
      if (!(await this.messages.remove(message, user.id, event.at))) throw new Rejection('CHAT_MESSAGE_DELETED');
      await this.eraseText(message);
      await this.messageEdits.forget(messageId);
      await this.reactions.deleteOf('message', [messageId]);
      await this.removeUnusedAttachments(message);
      return event;
    });
  }

  /**
   * @param on false unpins
   * @throws Rejection CHAT_MESSAGE_NOT_FOUND, CHAT_MESSAGE_DELETED, CHAT_TOO_MANY_PINS { limit }
   */
  pin({ roomId, user, clientId, messageId, on }: MessageCommand & { readonly on: boolean }): Promise<RoomEvent> {
    return this.log.once(user.id, clientId, async () => {
      if (!(await this.messages.find(roomId, messageId))) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
      const event = await this.log.append({
        roomId,
        type: 'chat.pinned',
        actorId: user.id,
        clientId,
        inOpenRoom: true,
        payload: ({ at }) => ({ messageId, by: user, at, on }),
      });
      // Checked after `append`, which has locked the room: no other pin can exceed the limit.
      if (on) await this.requirePinsLeft(roomId, messageId);
      const pinned = on ? { byId: user.id, at: event.at } : null;
      if (!(await this.messages.pin(messageId, pinned))) throw new Rejection('CHAT_MESSAGE_DELETED');
      return event;
    });
  }

  /** Erases a deleted or hidden message with its edits and quotes from the log, and its notifications. Inside the transaction. */
  async eraseText({ id, roomId, seq }: StoredMessage): Promise<void> {
    await this.log.rewrite(roomId, seq, withoutContent);
    for (const editSeq of await this.messageEdits.seqsOf(id)) await this.log.rewrite(roomId, editSeq, withoutText);
    for (const reply of await this.messages.repliesTo(id)) {
      await this.log.rewrite(reply.roomId, reply.seq, withoutQuote);
    }
    await this.notifications.messageDeleted(id);
  }

  private async sendRoomMention(message: MessageToSend): Promise<RoomEvent> {
    const { roomId, user, clientId } = message;
    const mention = { roomId, userId: user.id, isManager: await this.members.manages(roomId, user.id) };
    const retryAfterSeconds = await this.roomMentionLimit.spend(mention);
    if (retryAfterSeconds !== null) {
      // A concurrent attempt of the same command may have used the last mention.
      const first = await this.log.firstOf(user.id, clientId);
      if (first) return first;
      throw new Rejection('CHAT_ROOM_MENTION_RATE_LIMITED', { retryAfterSeconds });
    }
    try {
      return await this.sendChecked(message);
    } catch (error) {
      await this.roomMentionLimit.refund(mention);
      throw error;
    }
  }

  private async sendChecked(message: MessageToSend): Promise<RoomEvent> {
    for (;;) {
      try {
        return await this.log.once(message.user.id, message.clientId, async () =>
          this.append(message, await this.prepare(message)),
        );
      } catch (error) {
        if (!(error instanceof QuoteChangedError)) throw error;
      }
    }
  }

  private async append(message: MessageToSend, prepared: PreparedMessage): Promise<RoomEvent> {
    const { roomId, user, clientId, attachments = [] } = message;
    const { stored, view, mentions, quoted, flag } = prepared;
    const id = this.ids.next();
    const event = await this.log.append({
      roomId,
      type: 'chat.sent',
      actorId: user.id,
      clientId,
      inOpenRoom: true,
      payload: (position): { message: MessageView } => ({ message: { id, ...view, ...position } }),
    });
    // The room is locked from here until the commit: what was read before is checked again.
    if (quoted && !quoted.deleted && (await this.messages.find(roomId, quoted.id))?.deleted) {
      throw new QuoteChangedError();
    }
    await this.attachments.find(roomId, attachments);
    const delivery = await this.requests.admit(message);
    const added: StoredMessage = { id, ...stored, seq: event.seq, at: event.at };
    await this.messages.add(added);
    await this.notifications.messageSent(added, mentions, delivery, quoted?.authorId);
    await flag(id);
    return event;
  }

  private async prepare(message: MessageToSend): Promise<PreparedMessage> {
    const { roomId, user, clientId, replyTo, sharedTake } = message;
    const quoted = replyTo === undefined ? null : await this.messages.find(roomId, replyTo);
    if (replyTo !== undefined && !quoted) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    const attachments = await this.attachments.find(roomId, message.attachments ?? []);
    const { texts, flag } = await this.check(message.text);
    const mentions = await this.notifications.resolveMentions(roomId, user.id, texts.text);
    const stored = {
      roomId,
      authorId: user.id,
      clientId,
      text: texts.text,
      replyToId: quoted?.id ?? null,
      attachments,
      mentions: mentions.users.map(({ userId }) => userId),
      sharedTake: sharedTake ?? null,
      editedAt: null,
      deleted: null,
      pinned: null,
    };
    const view = await this.viewOf(stored, user, quoted);
    return { stored, view, mentions, quoted, flag: (id) => flag({ kind: 'message', id }) };
  }

  private async viewOf(
    stored: WithoutPosition<StoredMessage>,
    author: UserView,
    quoted: StoredMessage | null,
  ): Promise<WithoutPosition<MessageView>> {
    const others = [...stored.mentions, ...(quoted ? [quoted.authorId] : [])];
    const users = others.length ? await this.users.byIds(others) : new Map<string, UserView>();
    const userOf = (id: string): UserView => (id === author.id ? author : (users.get(id) ?? deletedUser(id)));
    const { id: _id, seq: _seq, at: _at, ...view } = messageView({ ...stored, id: '', seq: 0, at: 0 }, userOf);
    return { ...view, ...(quoted && { replyTo: quoteOf(quoted, userOf(quoted.authorId)) }) };
  }

  private check(text: string): Promise<CheckedText<{ text: string }>> {
    return this.checkText.run('chat', { text });
  }

  /** In the same order. */
  private async usersOf(recipients: readonly Recipient[]): Promise<UserView[]> {
    if (recipients.length === 0) return [];
    const ids = recipients.map(({ userId }) => userId);
    const users = await this.users.byIds(ids);
    return ids.map((id) => users.get(id) ?? deletedUser(id));
  }

  private async requireExisting(roomId: string, messageId: string): Promise<StoredMessage> {
    const message = await this.messages.find(roomId, messageId);
    if (!message) throw new Rejection('CHAT_MESSAGE_NOT_FOUND');
    if (message.deleted) throw new Rejection('CHAT_MESSAGE_DELETED');
    return message;
  }

  private async requireOwn(roomId: string, messageId: string, userId: string): Promise<StoredMessage> {
    const message = await this.requireExisting(roomId, messageId);
    if (message.authorId !== userId) throw new Rejection('CHAT_NOT_AUTHOR');
    return message;
  }

  private async requirePinsLeft(roomId: string, messageId: string): Promise<void> {
    const limit = LIMITS.pinnedMessagesPerRoom;
    const pinned = await this.messages.pinned(roomId, limit);
    if (pinned.length >= limit && pinned.every(({ id }) => id !== messageId)) {
      throw new Rejection('CHAT_TOO_MANY_PINS', { limit });
    }
  }

  private async removeUnusedAttachments({ roomId, attachments }: StoredMessage): Promise<void> {
    const unused: string[] = [];
    for (const { id } of attachments) if (!(await this.messages.isShown(roomId, id))) unused.push(id);
    await this.attachments.remove(roomId, unused);
  }
}

const messageIn = (payload: object): MessageView => (payload as { message: MessageView }).message;

const withoutContent = (payload: object): object => {
  const { id, roomId, seq, clientId, author, at, reactions } = messageIn(payload);
  return { message: { id, roomId, seq, clientId, author, text: '', at, reactions } };
};

const withoutText = (payload: object): object => {
  const { mentions: _mentions, ...edit } = payload as { readonly mentions?: unknown };
  return { ...edit, text: '' };
};

const withoutQuote = (payload: object): object => {
  const { replyTo, ...message } = messageIn(payload);
  return { message: { ...message, ...(replyTo && { replyTo: { ...replyTo, text: '', isDeleted: true } }) } };
};
