import { randomUUID } from 'node:crypto';

import { Logger } from '@nestjs/common';

import { SqlMarks } from '../../../../dist/libs/chat/storage/sql-marks.js';
import { SqlMessages } from '../../../../dist/libs/chat/storage/sql-messages.js';
import { SqlPlaces } from '../../../../dist/libs/chat/storage/sql-places.js';
import { SqlReactions } from '../../../../dist/libs/chat/storage/sql-reactions.js';
import { SqlWordIndex } from '../../../../dist/libs/chat/storage/sql-word-index.js';
import { CompleteMessages } from '../../../../dist/libs/chat/usecases/complete-messages.js';
import { PageMessages } from '../../../../dist/libs/chat/usecases/page-messages.js';
import { SearchMessages } from '../../../../dist/libs/chat/usecases/search-messages.js';
import { chatLimits } from '../../../../dist/libs/chat/wire/contract-limits.js';
import { Database } from '../../../../dist/libs/platform/database/database.js';
import { InProcessDomainEvents } from '../../../../dist/libs/platform/database/in-process-domain-events.js';
import { migrate } from '../../../../dist/libs/platform/database/migrate.js';
import { MikroUnitOfWork } from '../../../../dist/libs/platform/database/mikro-unit-of-work.js';
import { compileOnce, createOrm } from '../../../../dist/libs/platform/database/orm.js';
import { UuidIds } from '../../../../dist/libs/platform/database/uuid-ids.js';
import { median, rounded } from '../figures.mjs';
import { MARKS, textOf } from './made-messages.mjs';

const IN_ONE_ROOM = 0.8;
const ROOMS = 40;
const PEOPLE = 20;
const reader = randomUUID();

async function open(url) {
  const orm = createOrm({ url, entities: [] });
  await orm.connect();
  await migrate(orm, url);
  await compileOnce(orm);
  const database = new Database(orm);
  const messages = new SqlMessages(database, new SqlWordIndex(database));
  const people = { byIds: async () => new Map() };
  const completing = new CompleteMessages(messages, new SqlReactions(database), people, chatLimits);
  const places = new SqlPlaces(database);
  const unitOfWork = new MikroUnitOfWork(database, new InProcessDomainEvents(new Logger('bench')));
  return {
    ...{ orm, database, messages, unitOfWork, marks: new SqlMarks(database) },
    search: new SearchMessages(new SqlWordIndex(database), messages, completing, places, chatLimits),
    pages: new PageMessages(messages, completing, places, unitOfWork),
  };
}

async function furnish({ database }) {
  const rooms = Array.from({ length: ROOMS }, () => randomUUID());
  for (const id of rooms) {
    const room = { id, name: 'Studio', topic: '', visibility: 'private', language: 'zh', owner_id: reader };
    const times = { created_at: 1, last_seq: 0, active_at: 1, search_text: '' };
    await database
      .query()
      .insertInto('room')
      .values({ ...room, ...times })
      .execute();
    await database.query().insertInto('member').values({ room_id: id, person_id: reader, role: 'editor' }).execute();
  }
  return rooms;
}

/** @returns milliseconds for each message, as the server writes it: with its words, in one transaction of a thousand. */
async function say({ database, unitOfWork, messages }, rooms, count) {
  const ids = new UuidIds();
  const people = Array.from({ length: PEOPLE }, () => randomUUID());
  const seqs = new Map();
  const began = performance.now();
  for (let from = 0; from < count; from += 1_000) {
    await unitOfWork.run(async () => {
      for (let n = from; n < Math.min(from + 1_000, count); n++) {
        const roomId = n % 10 < IN_ONE_ROOM * 10 ? rooms[0] : rooms[1 + (n % (ROOMS - 1))];
        const seq = (seqs.get(roomId) ?? 0) + 1;
        seqs.set(roomId, seq);
        await messages.add({
          ...{
            id: ids.next(),
            roomId,
            seq,
            authorId: people[n % PEOPLE],
            clientId: randomUUID(),
            text: textOf(n, count),
          },
          ...{ at: Date.UTC(2026, 0, 1) + n * 1_000, replyToId: null, attachments: [], card: null, mentions: [] },
          ...{ editedAt: null, deleted: null, pinned: null },
        });
      }
    });
  }
  const perMessageMs = (performance.now() - began) / count;
  for (const [roomId, seq] of seqs) {
    await database.query().updateTable('room').set({ last_seq: seq }).where('id', '=', roomId).execute();
  }
  return { perMessageMs, inRoom: seqs.get(rooms[0]), author: people[1] };
}

/** The median of what it takes, and what it came to the last time. */
async function timed(rounds, work) {
  const took = [];
  let result;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    result = await work();
    took.push(performance.now() - began);
  }
  return { ms: rounded(median(took), 2), result };
}

/** Searches and pages of a history of `messages`. */
export async function longHistory(url, { messages: count, rounds }) {
  const chat = await open(url);
  try {
    const rooms = await furnish(chat);
    const said = await say(chat, rooms, count);
    const [roomId] = rooms;
    const find = (text, filters = {}) =>
      timed(rounds, () => chat.search.run({ personId: reader, roomId, text, ...filters }));
    const page = (work) => timed(rounds, work);
    const [everyEn, everyZh] = MARKS.every.split(' ');
    const [someEn, someZh] = MARKS.some.split(' ');
    const [oneEn, oneZh] = MARKS.one.split(' ');
    const searches = {
      oneInEnglish: await find(oneEn),
      oneInChinese: await find(oneZh),
      someInEnglish: await find(someEn),
      someInChinese: await find(someZh),
      oneCharacter: await find('艇'),
      beginning: await find('moonl'),
      everyInEnglish: await find(everyEn),
      everyInChinese: await find(everyZh),
      everyOfOneAuthor: await find(everyEn, { authorId: said.author }),
      everyLongAgo: await find(everyZh, { until: Date.UTC(2026, 0, 1) + count * 100 }),
      someInAllMine: await find(someEn, { roomId: null }),
      nothing: await find('xylophone'),
      author: await find('', { authorId: said.author }),
    };
    const pages = {
      newest: await page(() => chat.pages.older(roomId, 50)),
      middle: await page(() => chat.pages.older(roomId, 50, Math.floor(said.inRoom / 2))),
      oldest: await page(() => chat.pages.newer(roomId, 50, 0)),
      around: await page(() => chat.pages.around(roomId, 50, { seq: Math.floor(said.inRoom / 3) })),
      marksOfAllRooms: await page(() => chat.marks.of(reader)),
    };
    const expected = { oneInEnglish: 1, oneInChinese: 1, nothing: 0, everyInEnglish: Math.min(1_000, said.inRoom) };
    const faults = Object.entries(expected).filter(([name, total]) => searches[name].result.total !== total);
    return {
      writeMsPerMessage: rounded(said.perMessageMs, 3),
      searchMs: Object.fromEntries(Object.entries(searches).map(([name, { ms }]) => [name, ms])),
      pageMs: Object.fromEntries(Object.entries(pages).map(([name, { ms }]) => [name, ms])),
      faults: faults.length,
    };
  } finally {
    await chat.orm.close();
  }
}
