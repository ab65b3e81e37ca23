import { randomUUID } from 'node:crypto';
import type { Ids } from '@visionary/kernel';
import { PersonalDataExporters } from '@visionary/accounts';
import type { RoomLog } from '@visionary/rooms';
import { Database } from '@visionary/platform/database';
import type { StoredMessage } from '../../libs/chat/domain/message.js';
import { SqlReadStates } from '../../libs/chat/storage/sql-read-states.js';
import { SqlMessages } from '../../libs/chat/storage/sql-messages.js';
import { SqlRoomDirectory } from '../../libs/chat/storage/sql-room-directory.js';
import { ReactionsRepository } from '../../libs/comments/storage/reactions.repository.js';
import { MessageSearchIndex } from '../../libs/chat/storage/message-search-index.js';
import { SqlMessageEdits } from '../../libs/chat/storage/sql-message-edits.js';
import { ChatExporter } from '../../libs/chat/use-cases/chat-exporter.js';
import { MessagePagesService } from '../../libs/chat/use-cases/message-pages.service.js';
import { MessagePresenter } from '../../libs/chat/use-cases/message-presenter.js';
import { MessageSearchService } from '../../libs/chat/use-cases/message-search.service.js';
import { ReactionsService } from '../../libs/chat/use-cases/reactions.service.js';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { UuidIds } from '../../libs/platform/database/uuid-ids.js';
import { migratedOrm } from './orm.js';

/** Time of the first message. Each further message is a minute later. */
const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

interface Rows {
  room: Record<string, unknown>;
  room_member: Record<string, unknown>;
}

/** Rooms and messages in a separate database, without a server. */
export class ChatFixture {
  readonly searchIndex: MessageSearchIndex;
  readonly messages: SqlMessages;
  readonly reactions: ReactionsRepository;
  readonly readStates: SqlReadStates;
  readonly search: MessageSearchService;
  readonly pages: MessagePagesService;
  readonly reactionsService: ReactionsService;
  readonly exporter: ChatExporter;
  readonly unitOfWork: MikroUnitOfWork;
  private readonly ids: Ids = new UuidIds();
  private readonly seqs = new Map<string, number>();
  private messageCount = 0;

  constructor(readonly database: Database) {
    this.searchIndex = new MessageSearchIndex(database);
    this.messages = new SqlMessages(database, this.searchIndex);
    this.reactions = new ReactionsRepository(database);
    this.readStates = new SqlReadStates(database);
    this.unitOfWork = new MikroUnitOfWork(database, createDomainEvents());
    const users = { byIds: async () => new Map<string, never>() } as never;
    const rooms = new SqlRoomDirectory(database);
    const presenter = new MessagePresenter(this.messages, this.reactions, users);
    this.search = new MessageSearchService(this.searchIndex, this.messages, presenter, rooms);
    this.exporter = new ChatExporter(new PersonalDataExporters(), this.messages, rooms, this.reactions);
    const edits = new SqlMessageEdits(database);
    this.pages = new MessagePagesService(this.messages, edits, presenter, rooms, users, this.unitOfWork);
    this.reactionsService = new ReactionsService({} as RoomLog, this.messages, this.reactions, users);
  }

  static async open(url: string): Promise<ChatFixture> {
    return new ChatFixture(new Database(await migratedOrm(url)));
  }

  /** @returns the id of a private room with these members */
  async room(members: readonly string[] = [], lastSeq = 0): Promise<string> {
    const id = this.ids.next();
    const query = this.database.query<Rows>();
    const room = {
      ...{ id, name: 'Studio', topic: '', visibility: 'private', language: 'en', owner_id: randomUUID() },
      ...{ created_at: START, last_seq: lastSeq, last_active_at: START, search_text: '' },
    };
    await query.insertInto('room').values(room).execute();
    for (const userId of members) {
      await query.insertInto('room_member').values({ room_id: id, user_id: userId, role: 'editor' }).execute();
    }
    return id;
  }

  message(roomId: string, authorId: string, text: string): StoredMessage {
    const seq = (this.seqs.get(roomId) ?? 0) + 1;
    this.seqs.set(roomId, seq);
    return {
      ...{ id: this.ids.next(), roomId, seq, authorId, clientId: randomUUID(), text, replyToId: null },
      ...{ attachments: [], sharedTake: null, mentions: [], editedAt: null, deleted: null, pinned: null },
      at: START + this.messageCount++ * MINUTE_MS,
    };
  }

  async send(roomId: string, authorId: string, text: string): Promise<StoredMessage> {
    const message = this.message(roomId, authorId, text);
    await this.messages.add(message);
    return message;
  }

  /** Adds messages in transactions of a thousand. */
  async sendAll(messages: readonly StoredMessage[]): Promise<void> {
    for (let from = 0; from < messages.length; from += 1_000) {
      await this.unitOfWork.run(async () => {
        for (const message of messages.slice(from, from + 1_000)) await this.messages.add(message);
      });
    }
  }
}
