import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalDataExporters } from '@visionary/accounts';
import { ReactionsRepository, type StoredReaction } from '@visionary/comments';
import { isoTime, paginate } from '@visionary/kernel';
import type { StoredMessage } from '../domain/message.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';

const MESSAGES_PER_PAGE = 200;
const REACTIONS_PER_PAGE = 500;

/** Messages and reactions of a user, for the export of their data. */
@Injectable()
export class ChatExporter implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly messages: SqlMessages,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly reactions: ReactionsRepository,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('messages.json', (userId) => this.messagesOf(userId));
    this.exporters.addList('reactions.json', (userId) => this.reactionsOf(userId));
  }

  /** Oldest first. The name of a room that the user can no longer see is empty. */
  messagesOf(userId: string): AsyncIterable<readonly object[]> {
    const read = async (last?: { readonly message: StoredMessage }) => {
      const page = await this.messages.byAuthor(userId, last?.message ?? { at: 0, id: '' }, MESSAGES_PER_PAGE);
      const rooms = await this.roomDirectory.visibleTo(userId, [...new Set(page.map(({ roomId }) => roomId))]);
      const nameOf = new Map(rooms.map(({ id, name }) => [id, name]));
      return page.map((message) => ({ message, room: nameOf.get(message.roomId) ?? '' }));
    };
    return paginate(MESSAGES_PER_PAGE, read, ({ message, room }) => exportMessage(message, room));
  }

  private reactionsOf(userId: string): AsyncIterable<readonly object[]> {
    const read = async (last?: StoredReaction) => {
      const after = last ?? { subjectId: '', emoji: '' };
      const page = await this.reactions.ofUser('message', userId, after, REACTIONS_PER_PAGE);
      const messages = await this.messages.byIds(page.map(({ subjectId }) => subjectId));
      const roomOf = new Map(messages.map(({ id, roomId }) => [id, roomId]));
      return page.map((reaction) => ({ ...reaction, roomId: roomOf.get(reaction.subjectId) }));
    };
    return paginate(REACTIONS_PER_PAGE, read, ({ subjectId: messageId, roomId, emoji, at }) => {
      return { messageId, roomId, emoji, at: isoTime(at) };
    });
  }
}

const exportMessage = (message: StoredMessage, room: string): object => ({
  id: message.id,
  roomId: message.roomId,
  room,
  at: isoTime(message.at),
  text: message.text,
  ...(message.replyToId && { replyTo: message.replyToId }),
  ...(message.attachments.length && { attachments: message.attachments }),
  ...(message.sharedTake && { card: message.sharedTake }),
  ...(message.editedAt !== null && { editedAt: isoTime(message.editedAt) }),
  ...(message.deleted && { deletedAt: isoTime(message.deleted.at) }),
});
