import { randomUUID } from 'node:crypto';

import { hotScore } from '../../../../dist/libs/feed/domain/posts/hot-score.js';
import { Database } from '../../../../dist/libs/platform/database/database.js';
import { migrate } from '../../../../dist/libs/platform/database/migrate.js';
import { createOrm } from '../../../../dist/libs/platform/database/orm.js';
import { UuidIds } from '../../../../dist/libs/platform/database/uuid-ids.js';
import { randomOf } from '../random.mjs';

const AUTHORS = 200;
/** Who gave reactions; most of them left. */
const PEOPLE = 1_000;
const EMOJIS = ['👍', '❤️', '😂', '😮', '🎉', '🔥', '👏', '🙏'];
const TAGS = ['portrait', 'landscape', 'night', 'ink', '山水', '夜景', 'city', 'abstract'];
const PER_INSERT = 1_000;
const BEGAN_AT = Date.UTC(2026, 0, 1);
const PROMPT =
  'a quiet harbour at dawn, fog over the water, long exposure, painted with a broad brush, muted colours, ';

const accountOf = (id, n) => ({
  ...{ id, name: `Bench ${n}`, shown_name: null, folded_name: `bench ${n}`, looks_name: `bench ${n}` },
  ...{
    password_hash: '',
    language: 'en',
    theme: 'system',
    picture: null,
    role: 'member',
    about: '',
    created_at: BEGAN_AT,
  },
});

/** @param likes how many reactions it has */
const postOf = (id, n, authorId, likes) => {
  const at = BEGAN_AT + n * 1_000;
  const tags = [TAGS[n % TAGS.length], TAGS[(n >> 3) % TAGS.length]];
  return {
    ...{
      id,
      number: n + 1,
      author_id: authorId,
      client_id: randomUUID(),
      take_id: null,
      picture_index: null,
      room_id: null,
    },
    ...{ sha256: n.toString(16).padStart(64, '0'), width: 512, height: 512, title: `Picture ${n}`, words: '' },
    ...{ tags: JSON.stringify([...new Set(tags)]), maturity: 'everybody', comments_on: 1, mentions: null },
    ...{ people: JSON.stringify([[authorId, ['uploaded', 'published']]]), prompt: PROMPT.repeat(3), parameters: null },
    ...{ model_id: null, model_name: `Model ${n % 5}`, model_hash: null, scheduler: 'euler', edited_at: null },
    ...{ parent_post_id: null, parent_take_id: null, at, hot: hotScore({ likes, comments: 0, at }) },
    ...{ likes, comments: 0, views: likes * 3, is_sample: 0 },
  };
};

async function insert(database, table, count, rowOf) {
  for (let from = 0; from < count; from += PER_INSERT) {
    const rows = Array.from({ length: Math.min(PER_INSERT, count - from) }, (_, index) => rowOf(from + index)).flat();
    // SQLite takes so many values in one statement and no more.
    for (let at = 0; at < rows.length; at += PER_INSERT) {
      await database
        .query()
        .insertInto(table)
        .values(rows.slice(at, at + PER_INSERT))
        .execute();
    }
  }
}

/** How many reactions each post has: the newest the most. */
function likesOf(posts, reactions) {
  const random = randomOf(7);
  const likes = new Uint32Array(posts);
  for (let one = 0; one < reactions; one++) likes[posts - 1 - Math.floor(random() ** 2 * posts)] += 1;
  return likes.map((count) => Math.min(count, PEOPLE * EMOJIS.length));
}

async function react(database, ids, likes, people) {
  let batch = [];
  const flush = async () => {
    if (batch.length > 0) await database.query().insertInto('post_reaction').values(batch).execute();
    batch = [];
  };
  const counted = [];
  for (const [n, count] of likes.entries()) {
    for (let one = 0; one < count; one++) {
      const emoji = EMOJIS[Math.floor(one / PEOPLE)];
      batch.push({ post_id: ids[n], person_id: people[(one + n) % PEOPLE], emoji, at: BEGAN_AT + n * 1_000 + one });
      if (batch.length === PER_INSERT) await flush();
    }
    for (let kind = 0; kind * PEOPLE < count; kind++) {
      counted.push({ post_id: ids[n], emoji: EMOJIS[kind], count: Math.min(PEOPLE, count - kind * PEOPLE) });
    }
  }
  await flush();
  await insert(database, 'post_emoji', counted.length, (index) => counted[index]);
}

/**
 * Fills an empty database with posts, a second apart, and reactions.
 * @returns the posts, the newest first, as { id, authorId, at }
 */
export async function fillFeed(url, { posts, reactions }) {
  const orm = createOrm({ url, entities: [] });
  await orm.connect();
  try {
    await migrate(orm, url);
    const database = new Database(orm);
    const makeId = new UuidIds();
    const ids = Array.from({ length: posts }, () => makeId.next());
    const people = Array.from({ length: PEOPLE }, () => randomUUID());
    const authorOf = (n) => people[n % AUTHORS];
    const likes = likesOf(posts, reactions);
    const all = async () => {
      await insert(database, 'account', AUTHORS, (n) => accountOf(people[n], n));
      await insert(database, 'post', posts, (n) => postOf(ids[n], n, authorOf(n), likes[n]));
      const at = (n) => BEGAN_AT + n * 1_000;
      await insert(database, 'post_tag', posts, (n) =>
        [...new Set([TAGS[n % TAGS.length], TAGS[(n >> 3) % TAGS.length]])].map((tag) => ({
          ...{ tag, post_id: ids[n], at: at(n) },
        })),
      );
      await insert(database, 'post_person', posts, (n) => ({ person_id: authorOf(n), post_id: ids[n], at: at(n) }));
      await react(database, ids, likes, people);
    };
    await database.transact(all);
    return ids.map((id, n) => ({ id, authorId: authorOf(n), at: BEGAN_AT + n * 1_000 })).reverse();
  } finally {
    await orm.close();
  }
}

/** Addresses of so many pages of twenty, from the newest on. */
export const pagePaths = (posts, count, path = '/api/posts') =>
  Array.from({ length: count }, (_, page) => {
    const before = posts[page * 20 - 1];
    return before ? `${path}?cursor=${before.at}_${before.id}` : path;
  });
