import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Ids } from '@visionary/kernel';
import { Database, createOrm, migrate } from '@visionary/platform/database';
import type { StoredMessage } from '../../libs/chat/domain/messages.js';
import { SqlReadStates } from '../../libs/chat/storage/sql-read-states.js';
import { SqlMessages } from '../../libs/chat/storage/sql-messages.js';
import { SqlNotifications } from '../../libs/chat/storage/sql-notifications.js';
import { SqlRoomDirectory } from '../../libs/chat/storage/sql-room-directory.js';
import { SqlReactions } from '../../libs/chat/storage/sql-reactions.js';
import { SqlWordIndex } from '../../libs/chat/storage/sql-word-index.js';
import { HydrateMessages } from '../../libs/chat/use-cases/hydrate-messages.js';
import { ExportMessages } from '../../libs/chat/use-cases/export-messages.js';
import { PageMessages } from '../../libs/chat/use-cases/page-messages.js';
import { ReadReactions } from '../../libs/chat/use-cases/read-reactions.js';
import { SearchMessages } from '../../libs/chat/use-cases/search-messages.js';
import { chatLimits } from '../../libs/chat/api/contract-limits.js';
import { InProcessDomainEvents } from '../../libs/platform/database/in-process-domain-events.js';
import { MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { UuidIds } from '../../libs/platform/database/uuid-ids.js';
import { onCleanup } from './cleanup.js';

/** Everything that is said is a minute after what was said before it, from here on. */
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

interface Rows {
  room: Record<string, unknown>;
  room_member: Record<string, unknown>;
}

/** Rooms and what is said in them, in a database of their own, without a server around. */
export class ChatFixture {
  readonly words: SqlWordIndex;
  readonly messages: SqlMessages;
  readonly reactions: SqlReactions;
  readonly notifications: SqlNotifications;
  readonly marks: SqlReadStates;
  readonly search: SearchMessages;
  readonly pages: PageMessages;
  /** Twenty to a page. */
  readonly readReactions: ReadReactions;
  readonly exporting: ExportMessages;
  readonly unitOfWork: MikroUnitOfWork;
  private readonly ids: Ids = new UuidIds();
  private readonly seqs = new Map<string, number>();
  private said = 0;

  constructor(readonly database: Database) {
    this.words = new SqlWordIndex(database);
    this.messages = new SqlMessages(database, this.words);
    this.reactions = new SqlReactions(database);
    this.notifications = new SqlNotifications(database);
    this.marks = new SqlReadStates(database);
    this.unitOfWork = new MikroUnitOfWork(database, new InProcessDomainEvents(new Logger('events')));
    const users = { byIds: async () => new Map<string, never>() } as never;
    const places = new SqlRoomDirectory(database);
    const completing = new HydrateMessages(this.messages, this.reactions, users, chatLimits);
    this.search = new SearchMessages(this.words, this.messages, completing, places, chatLimits);
    this.exporting = new ExportMessages(this.messages, places);
    this.pages = new PageMessages(this.messages, completing, places, this.unitOfWork);
    const few = { ...chatLimits, reactionsPerPage: 20 };
    this.readReactions = new ReadReactions(this.messages, this.reactions, users, few);
  }

  static async open(url: string): Promise<ChatFixture> {
    const orm = createOrm({ url, entities: [] });
    await orm.connect();
    await migrate(orm, url);
    onCleanup(() => orm.close());
    return new ChatFixture(new Database(orm));
  }

  /** @returns the id of a private room that these users belong to. */
  async room(members: readonly string[] = [], lastSeq = 0): Promise<string> {
    const id = this.ids.next();
    const query = this.database.query<Rows>();
    const room = {
      ...{ id, name: 'Studio', topic: '', visibility: 'private', language: 'en', owner_id: randomUUID() },
      ...{ created_at: BEGINNING, last_seq: lastSeq, last_active_at: BEGINNING, search_text: '' },
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
      ...{ attachments: [], card: null, mentions: [], editedAt: null, deleted: null, pinned: null },
      at: BEGINNING + this.said++ * MINUTE_MS,
    };
  }

  async says(roomId: string, authorId: string, text: string): Promise<StoredMessage> {
    const message = this.message(roomId, authorId, text);
    await this.messages.add(message);
    return message;
  }

  /** Many at once, in transactions of a thousand. */
  async sayAll(messages: readonly StoredMessage[]): Promise<void> {
    for (let from = 0; from < messages.length; from += 1_000) {
      await this.unitOfWork.run(async () => {
        for (const message of messages.slice(from, from + 1_000)) await this.messages.add(message);
      });
    }
  }
}
