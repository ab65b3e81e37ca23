import { Database } from '../../../../dist/libs/platform/database/database.js';
import { migrate } from '../../../../dist/libs/platform/database/migrate.js';
import { createOrm } from '../../../../dist/libs/platform/database/orm.js';
import { rounded } from '../figures.mjs';
import { randomOf } from '../../../support/random-numbers.mjs';
import { bulkWriter } from './bulk-writer.mjs';
import { idOf } from './made-ids.mjs';
import { BEGAN_AT, EARLY, madePosts, userOf, tagsOf, wordsOf } from './made-posts.mjs';

const SEED = 7;
/** Some publish every hour, most sometimes, half of them never. */
const AUTHORS = 2_500;
const SILENT = 2_500;
/** Users who reacted; most accounts are deleted. */
const REACTED = 1_000;
const EMOJIS = ['👍', '❤️', '😂', '😮', '🎉', '🔥', '👏', '🙏'];
const COLLECTED = 1_000;

const WORDS = {
  sqlite: {
    rowid: (one) => one.search_row_number,
    head: (one) => one.head,
    body: (one) => one.body,
    facets: (one) => one.facets,
  },
  mysql: { number: (one) => one.search_row_number, head: (one) => one.head, body: (one) => one.body },
};

const accountOf = (id, n) => ({
  ...{ id, username: `Bench ${n}`, display_name: null, folded_name: `bench ${n}`, confusable_name: `bench ${n}` },
  ...{ password_hash: '', language: 'en', theme: 'system', avatar: null, role: 'member', bio: '' },
  created_at: BEGAN_AT,
});
const claimOf = (id, n) => ({ name_key: `f:bench ${n}`, account_id: id, is_display_name: 1 });

/** How many reactions each post has: the newest the most. */
function likesOf(posts, reactions, random) {
  const likes = new Uint32Array(posts);
  for (let one = 0; one < reactions; one++) likes[posts - 1 - Math.floor(random() ** 2 * posts)] += 1;
  return likes.map((count) => Math.min(count, REACTED * EMOJIS.length));
}

function* reactionsOf(posts, likes, users) {
  for (const [n, { id, at }] of posts.entries()) {
    for (let one = 0; one < likes[n]; one++) {
      const emoji = EMOJIS[Math.floor(one / REACTED)];
      yield { subject_kind: 'post', subject_id: id, user_id: users[(one + n) % REACTED], emoji, at: at + one };
    }
  }
}

function* emojisOf(posts, likes) {
  for (const [n, { id }] of posts.entries()) {
    for (let kind = 0; kind * REACTED < likes[n]; kind++) {
      yield {
        subject_kind: 'post',
        subject_id: id,
        emoji: EMOJIS[kind],
        count: Math.min(REACTED, likes[n] - kind * REACTED),
      };
    }
  }
}

/** Follows: most active authors, or almost only users without new posts. */
const followsOf = (users) => {
  const [ofMany, ofFew] = users.slice(-2);
  const many = users.slice(0, AUTHORS);
  const few = [...users.slice(0, EARLY), ...users.slice(AUTHORS, -2), ...users.slice(AUTHORS - 5, AUTHORS)];
  const rows = (userId, followed) => followed.map((id, n) => ({ user_id: userId, followed_id: id, at: BEGAN_AT + n }));
  return { ofMany, ofFew, rows: [...rows(ofMany, many), ...rows(ofFew, few)] };
};

/**
 * Fills an empty database: posts with their words, a second apart, reactions to them, users, whom they follow, and a
 * collection. The same each time.
 * @returns the posts, newest first, as { id, authorId, at, hot }, and the users and subjects to query
 */
export async function fillFeed(url, { posts: count, reactions }) {
  const orm = createOrm({ url, entities: [] });
  await orm.connect();
  const began = performance.now();
  try {
    await migrate(orm, url);
    const writer = await bulkWriter(orm, url);
    const random = randomOf(SEED);
    const users = Array.from({ length: AUTHORS + SILENT }, () => idOf(BEGAN_AT, random));
    const likes = likesOf(count, reactions, random);
    const rows = madePosts({ count, authors: users.slice(0, AUTHORS), likes, random }).toArray();
    await writer.into('account', users.map(accountOf));
    await writer.into('reserved_name', users.map(claimOf));
    await writer.into('post', rows);
    await writer.into('post_tag', rows.flatMap(tagsOf));
    await writer.into('post_participant', rows.map(userOf));
    const columns = WORDS[new Database(orm).dialect];
    await writer.words(
      'post_search',
      rows.values().map((row) => wordsOf(row, columns)),
    );
    await writer.into('reaction_count', emojisOf(rows, likes));
    await writer.into('reaction', reactionsOf(rows, likes, users));
    const follows = followsOf(users);
    await writer.into('follow', follows.rows);
    const collectionId = await collect(writer, rows, { owner: users[EARLY], random });
    await writer.end();
    return {
      ...{ seed: SEED, fillSeconds: rounded((performance.now() - began) / 1_000, 1), collectionId },
      posts: rows.map(({ id, author_id: authorId, at, hot_score: hot }) => ({ id, authorId, at, hot })).reverse(),
      users: { busiest: users[EARLY], followsMany: follows.ofMany, followsFew: follows.ofFew },
    };
  } finally {
    await orm.close();
  }
}

async function collect(writer, rows, { owner, random }) {
  const id = idOf(BEGAN_AT, random);
  const times = { created_at: BEGAN_AT, changed_at: BEGAN_AT };
  await writer.into('collection', [{ id, owner_id: owner, title: 'Bench', description: '', is_public: 1, ...times }]);
  const some = rows.filter((_, n) => n % Math.ceil(rows.length / COLLECTED) === 0);
  await writer.into(
    'collection_post',
    some.map((post, n) => ({ collection_id: id, post_id: post.id, position: n * 1_000, at: post.at })),
  );
  return id;
}

/** URLs of this many pages of twenty, newest first. */
export const pagePaths = (posts, count, path = '/api/posts') =>
  Array.from({ length: count }, (_, page) => {
    const before = posts[page * 20 - 1];
    return before ? `${path}?cursor=${before.at}_${before.id}` : path;
  });
