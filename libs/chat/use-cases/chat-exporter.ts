import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalDataExporters, type ExportFile, type PersonalDataExporter } from '@visionary/accounts';
import type { StoredMessage } from '../domain/message.js';
import { SqlMessages } from '../storage/sql-messages.js';
import { SqlRoomDirectory } from '../storage/sql-room-directory.js';
import { SqlUserChatData } from '../storage/sql-user-chat-data.js';

const MESSAGES_PER_PAGE = 200;
const ROWS_PER_PAGE = 500;

/** Messages and reactions of a user, for the export of their data. Read page by page. */
@Injectable()
export class ChatExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly messages: SqlMessages,
    private readonly roomDirectory: SqlRoomDirectory,
    private readonly userData: SqlUserChatData,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('messages.json', () => this.messagesOf(userId));
    yield jsonListFile('reactions.json', () => this.reactionsOf(userId));
  }

  /** Oldest first. The name of a room that the user can no longer see is empty. */
  async *messagesOf(userId: string): AsyncIterable<readonly object[]> {
    for (let after = { at: 0, id: '' }, hasMore = true; hasMore;) {
      const page = await this.messages.byAuthor(userId, after, MESSAGES_PER_PAGE);
      const rooms = await this.roomDirectory.visibleTo(userId, [...new Set(page.map(({ roomId }) => roomId))]);
      const nameOf = new Map(rooms.map(({ id, name }) => [id, name]));
      yield page.map((message) => exportMessage(message, nameOf.get(message.roomId) ?? ''));
      hasMore = page.length === MESSAGES_PER_PAGE;
      after = page.at(-1) ?? after;
    }
  }

  private async *reactionsOf(userId: string): AsyncIterable<readonly object[]> {
    for (let after = { messageId: '', emoji: '' }, hasMore = true; hasMore;) {
      const page = await this.userData.reactions(userId, after, ROWS_PER_PAGE);
      yield page.map(({ at, ...reaction }) => ({ ...reaction, at: isoDate(at) }));
      hasMore = page.length === ROWS_PER_PAGE;
      after = page.at(-1) ?? after;
    }
  }
}

const isoDate = (at: number): string => new Date(at).toISOString();

const exportMessage = (message: StoredMessage, room: string): object => ({
  id: message.id,
  roomId: message.roomId,
  room,
  at: isoDate(message.at),
  text: message.text,
  ...(message.replyToId && { replyTo: message.replyToId }),
  ...(message.attachments.length && { attachments: message.attachments }),
  ...(message.card && { card: message.card }),
  ...(message.editedAt !== null && { editedAt: isoDate(message.editedAt) }),
  ...(message.deleted && { deletedAt: isoDate(message.deleted.at) }),
});
