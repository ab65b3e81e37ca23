import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Ids } from '@visionary/kernel';
import { Database, createOrm, migrate } from '@visionary/platform/database';
import type { StoredMessage } from '../../libs/chat/domain/messages.js';
import { SqlMarks } from '../../libs/chat/storage/sql-marks.js';
import { SqlMessages } from '../../libs/chat/storage/sql-messages.js';
import { SqlNotifications } from '../../libs/chat/storage/sql-notifications.js';
import { SqlPlaces } from '../../libs/chat/storage/sql-places.js';
import { SqlReactions } from '../../libs/chat/storage/sql-reactions.js';
import { SqlWordIndex } from '../../libs/chat/storage/sql-word-index.js';
import { CompleteMessages } from '../../libs/chat/usecases/complete-messages.js';
import { ExportMessages } from '../../libs/chat/usecases/export-messages.js';
import { PageMessages } from '../../libs/chat/usecases/page-messages.js';
import { ReadReactions } from '../../libs/chat/usecases/read-reactions.js';
import { SearchMessages } from '../../libs/chat/usecases/search-messages.js';
import { chatLimits } from '../../libs/chat/wire/contract-limits.js';
import { InProcessDomainEvents } from '../../libs/platform/database/in-process-domain-events.js';
import { MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { UuidIds } from '../../libs/platform/database/uuid-ids.js';
import { atTheEnd } from './endings.js';

/** Everything that is said is a minute after what was said before it, from here on. */
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

interface Rows {
  room: Record<string, unknown>;
  member: Record<string, unknown>;
}

/** Rooms and what is said in them, in a database of their own, without a server around. */
export class Conversations {
  readonly words: SqlWordIndex;
  readonly messages: SqlMessages;
  readonly reactions: SqlReactions;
  readonly notifications: SqlNotifications;
  readonly marks: SqlMarks;
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
    this.marks = new SqlMarks(database);
    this.unitOfWork = new MikroUnitOfWork(database, new InProcessDomainEvents(new Logger('events')));
    const people = { byIds: async () => new Map<string, never>() };
    const places = new SqlPlaces(database);
    const completing = new CompleteMessages(this.messages, this.reactions, people, chatLimits);
    this.search = new SearchMessages(this.words, this.messages, completing, places, chatLimits);
    this.exporting = new ExportMessages(this.messages, places);
    this.pages = new PageMessages(this.messages, completing, places, this.unitOfWork);
    const few = { ...chatLimits, reactionsPerPage: 20 };
    this.readReactions = new ReadReactions(this.messages, this.reactions, people, few);
  }

  static async open(url: string): Promise<Conversations> {
    const orm = createOrm({ url, entities: [] });
    await orm.connect();
    await migrate(orm, url);
    atTheEnd(() => orm.close());
    return new Conversations(new Database(orm));
  }

  /** @returns the id of a private room that these people belong to. */
  async room(members: readonly string[] = [], lastSeq = 0): Promise<string> {
    const id = this.ids.next();
    const query = this.database.query<Rows>();
    const room = {
      ...{ id, name: 'Studio', topic: '', visibility: 'private', language: 'en', owner_id: randomUUID() },
      ...{ created_at: BEGINNING, last_seq: lastSeq, active_at: BEGINNING, search_text: '' },
    };
    await query.insertInto('room').values(room).execute();
    for (const personId of members) {
      await query.insertInto('member').values({ room_id: id, person_id: personId, role: 'editor' }).execute();
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
