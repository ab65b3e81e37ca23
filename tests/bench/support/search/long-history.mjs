import { randomUUID } from 'node:crypto';

import { rowOf } from '../../../../dist/libs/chat/storage/message-row.js';
import { SqlReadStates } from '../../../../dist/libs/chat/storage/sql-read-states.js';
import { SqlMessages } from '../../../../dist/libs/chat/storage/sql-messages.js';
import { SqlRoomDirectory } from '../../../../dist/libs/chat/storage/sql-room-directory.js';
import { SqlMessageEdits } from '../../../../dist/libs/chat/storage/sql-message-edits.js';
import { MessageSearchIndex } from '../../../../dist/libs/chat/storage/message-search-index.js';
import { MessagePagesService } from '../../../../dist/libs/chat/use-cases/message-pages.service.js';
import { MessagePresenter } from '../../../../dist/libs/chat/use-cases/message-presenter.js';
import { MessageSearchService } from '../../../../dist/libs/chat/use-cases/message-search.service.js';
import { ReactionsRepository } from '../../../../dist/libs/comments/storage/reactions.repository.js';
import { toIdToken, tokenize } from '../../../../dist/libs/kernel/search-tokens.js';
import { rowNumberOf, slotOfId } from '../../../../dist/libs/platform/database/time-ordered-row-numbers.js';
import { openDatabase } from '../database.mjs';
import { rounded, timed, timesOf } from '../figures.mjs';
import { bulkWriter } from '../filling/bulk-writer.mjs';
import { idOf } from '../filling/made-ids.mjs';
import { randomOf } from '../../../support/random-numbers.mjs';
import { MARKS, textOf } from './made-messages.mjs';

const SEED = 11;
const BEGAN_AT = Date.UTC(2026, 0, 1);
const WRITTEN = 2_000;
const IN_ONE_ROOM = 0.8;
const ROOMS = 40;
const USERS = 20;
const reader = randomUUID();

async function open(url) {
  const opened = await openDatabase(url);
  const { database } = opened;
  const index = new MessageSearchIndex(database);
  const messages = new SqlMessages(database, index);
  const users = { byIds: async () => new Map() };
  const presenter = new MessagePresenter(messages, new ReactionsRepository(database), users);
  const roomDirectory = new SqlRoomDirectory(database);
  return {
    ...opened,
    ...{ url, messages, readStates: new SqlReadStates(database) },
    search: new MessageSearchService(index, messages, presenter, roomDirectory),
    pages: new MessagePagesService(
      messages,
      new SqlMessageEdits(database),
      presenter,
      roomDirectory,
      users,
      opened.unitOfWork,
    ),
  };
}

async function addRooms({ database }) {
  const rooms = Array.from({ length: ROOMS }, () => randomUUID());
  for (const id of rooms) {
    const room = { id, name: 'Studio', topic: '', visibility: 'private', language: 'zh', owner_id: reader };
    const times = { created_at: 1, last_seq: 0, last_active_at: 1, search_text: '' };
    await database
      .query()
      .insertInto('room')
      .values({ ...room, ...times })
      .execute();
    await database.query().insertInto('room_member').values({ room_id: id, user_id: reader, role: 'editor' }).execute();
  }
  return rooms;
}

const EVERY = 'mmm';
const WORDS = {
  sqlite: ({ number, roomId, authorId, text }) => ({
    rowid: number,
    words: [EVERY, toIdToken('r', roomId), toIdToken('a', authorId), ...tokenize(text)].join(' '),
  }),
  mysql: ({ number, roomId, authorId, text }) => ({
    ...{ number, room_id: roomId, author_id: authorId },
    words: [toIdToken('r', roomId), ...tokenize(text)].join(' '),
  }),
};

function* made(rooms, count) {
  const random = randomOf(SEED);
  const users = Array.from({ length: USERS }, () => idOf(BEGAN_AT, random));
  const seqs = new Map();
  for (let n = 0; n < count; n++) {
    const roomId = n % 10 < IN_ONE_ROOM * 10 ? rooms[0] : rooms[1 + (n % (ROOMS - 1))];
    const seq = (seqs.get(roomId) ?? 0) + 1;
    seqs.set(roomId, seq);
    const at = BEGAN_AT + n * 1_000;
    const id = idOf(at, random);
    yield {
      ...{ id, roomId, seq, authorId: users[n % USERS], clientId: idOf(at, random), text: textOf(n, count) },
      at,
      replyToId: null,
      attachments: [],
      card: null,
      mentions: [],
      editedAt: null,
      deleted: null,
      pinned: null,
      number: rowNumberOf(at, slotOfId(id)),
    };
  }
}

/** The first ones like the server, with their index entries, in transactions of some hundred; the others in bulk. */
async function fill({ orm, database, unitOfWork, messages, url }, rooms, count) {
  const all = made(rooms, count).toArray();
  const began = performance.now();
  const writtenMessages = all.slice(0, WRITTEN);
  for (let from = 0; from < writtenMessages.length; from += 500) {
    await unitOfWork.run(async () => {
      for (const message of writtenMessages.slice(from, from + 500)) await messages.add(message);
    });
  }
  const perMessageMs = (performance.now() - began) / writtenMessages.length;
  const writer = await bulkWriter(orm, url);
  const rest = all.slice(WRITTEN);
  await writer.into(
    'message',
    rest.values().map((message) => rowOf(message, message.number)),
  );
  await writer.words('message_search', rest.values().map(WORDS[database.dialect]));
  await writer.end();
  const seqs = new Map(all.map(({ roomId, seq }) => [roomId, seq]));
  for (const [roomId, seq] of seqs) {
    await database.query().updateTable('room').set({ last_seq: seq }).where('id', '=', roomId).execute();
  }
  const fillSeconds = rounded((performance.now() - began) / 1_000, 1);
  return { perMessageMs, fillSeconds, inRoom: seqs.get(rooms[0]), author: all[1].authorId };
}

/** Searches and pages of a history of `messages`. */
export async function longHistory(url, { messages: count, rounds }) {
  const chat = await open(url);
  try {
    const rooms = await addRooms(chat);
    const filled = await fill(chat, rooms, count);
    const [roomId] = rooms;
    const find = (text, filters = {}) =>
      timed(rounds, () => chat.search.search({ userId: reader, roomId, text, ...filters }));
    const page = (work) => timed(rounds, work);
    const [everyEn, everyZh] = MARKS.every.split(' ');
    const [someEn, someZh] = MARKS.some.split(' ');
    const [oneEn, oneZh] = MARKS.one.split(' ');
    const trivial = await timed(rounds, () => chat.database.query().selectFrom('room').select('id').limit(1).execute());
    const searches = {
      oneInEnglish: await find(oneEn),
      oneInChinese: await find(oneZh),
      someInEnglish: await find(someEn),
      someInChinese: await find(someZh),
      oneCharacter: await find('艇'),
      beginning: await find('moonl'),
      everyInEnglish: await find(everyEn),
      everyInChinese: await find(everyZh),
      everyOfOneAuthor: await find(everyEn, { authorId: filled.author }),
      everyLongAgo: await find(everyZh, { until: Date.UTC(2026, 0, 1) + count * 100 }),
      someInAllMine: await find(someEn, { roomId: null }),
      everyInAllMine: await find(everyEn, { roomId: null }),
      oneInAllMine: await find(oneEn, { roomId: null }),
      nothing: await find('xylophone'),
      author: await find('', { authorId: filled.author }),
    };
    const pages = {
      newest: await page(() => chat.pages.older(roomId, 50)),
      middle: await page(() => chat.pages.older(roomId, 50, Math.floor(filled.inRoom / 2))),
      oldest: await page(() => chat.pages.newer(roomId, 50, 0)),
      around: await page(() => chat.pages.around(roomId, 50, { seq: Math.floor(filled.inRoom / 3) })),
      readStatesOfAllRooms: await page(() => chat.readStates.of(reader)),
    };
    const expected = { oneInEnglish: 1, oneInChinese: 1, nothing: 0, everyInEnglish: Math.min(1_000, filled.inRoom) };
    const faults = Object.entries(expected).filter(([name, total]) => searches[name].result.total !== total);
    return {
      ...{ seed: SEED, fillSeconds: filled.fillSeconds, trivialMs: trivial.ms },
      writeMsPerMessage: rounded(filled.perMessageMs, 3),
      searchMs: timesOf(searches),
      pageMs: timesOf(pages),
      faults: faults.length,
    };
  } finally {
    await chat.orm.close();
  }
}
