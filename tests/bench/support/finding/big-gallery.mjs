import { randomUUID } from 'node:crypto';

import { UserSearch } from '../../../../dist/libs/accounts/storage/user-search.js';
import { PostSearchIndex } from '../../../../dist/libs/feed/storage/search/post-search-index.js';
import { TagsRepository } from '../../../../dist/libs/feed/storage/search/tags.repository.js';
import { Posts } from '../../../../dist/libs/feed/storage/posts/posts.repository.js';
import { SearchPosts } from '../../../../dist/libs/feed/use-cases/search/search-posts.js';
import { SqlMyTakes } from '../../../../dist/libs/generation/storage/sql-my-takes.js';
import { PageMyTakes } from '../../../../dist/libs/generation/use-cases/page-my-takes.js';
import { UuidIds } from '../../../../dist/libs/platform/database/uuid-ids.js';
import { openDatabase } from '../database.mjs';
import { rounded, timed, timesOf } from '../figures.mjs';
import { fillFeed } from '../filling/filled-feed.mjs';
import { MARKS, textOf } from '../search/made-messages.mjs';

const WRITTEN = 500;
/** Each filter matches tens of thousands of posts, all together match none. */
const NOTHING = { tag: 'night', model: 'model-1', scheduler: 'ddim' };
const BEGINNING = Date.UTC(2026, 0, 1);

async function open(url) {
  const opened = await openDatabase(url);
  const { database } = opened;
  const words = new PostSearchIndex(database);
  const named = new UserSearch(database);
  const users = { run: ({ search, limit }) => named.find(search.toLowerCase(), null, limit) };
  return {
    ...opened,
    ...{ users, words, posts: new Posts(database), ids: new UuidIds() },
    finding: new SearchPosts(words, users, { of: () => Promise.resolve([]) }),
    mine: new PageMyTakes(new SqlMyTakes(database)),
    tags: new TagsRepository(database),
  };
}

const postOf = (ids, n) => ({
  ...{ id: ids.next(), authorId: randomUUID(), clientId: randomUUID(), take: null, roomId: null },
  ...{
    image: { sha256: 'a'.repeat(64), width: 512, height: 512 },
    title: '',
    description: '',
    participants: [],
    mentionIds: [],
  },
  ...{ prompt: `a kitchen window in the morning ${n}`, tags: ['kitchen'], loras: [], scheduler: 'euler' },
  ...{ model: { id: 'model-0', name: 'Model 0', hash: null }, parent: { postId: null, takeId: null } },
  contentRating: 'everyone',
  minimumRating: 'everyone',
  commentsEnabled: true,
  parameters: null,
  at: Date.now(),
  editedAt: null,
  ...{ hot: n, likes: 0, comments: 0, views: 0, isSample: false },
});

/** Writes posts like the server, with their index entries, in one transaction. @returns milliseconds per post */
async function publish({ unitOfWork, posts, words, ids }) {
  const made = Array.from({ length: WRITTEN }, (_, n) => postOf(ids, n));
  const began = performance.now();
  await unitOfWork.run(async () => {
    for (const post of made) await posts.add(post);
    await words.indexPosts(made.map(({ id }) => id));
  });
  return rounded((performance.now() - began) / WRITTEN, 3);
}

const NOT_YET = { failure_code: null, failure_detail: null, render_record: null, model_hash: null, ended_at: null };
const NO_LEASE = { lease_owner: null, lease_until: null, cancel_by: null, stop_by: null, steers: null, stop: null };

/** Takes of one user: every prompt three times. @returns the user */
async function render({ database, ids, unitOfWork }, count) {
  const author = randomUUID();
  const prompts = Array.from({ length: Math.ceil(count / 3) }, (_, n) => textOf(n, count));
  for (let from = 0; from < count; from += 500) {
    await unitOfWork.run(async () => {
      const rows = Array.from({ length: Math.min(500, count - from) }, (_, index) => {
        const n = from + index;
        return {
          ...{ id: ids.next(), room_id: author, number: n + 1, seq: n, author_id: author, prompt_author_ids: '[]' },
          ...{ status: 'finished', prompt: prompts[n % prompts.length], negative: 'blurry', settings: '{}' },
          ...{ images: '[]', queued_at: BEGINNING + n, started_at: 1, render_ms: 1, losses: 0, overtaken: 0 },
          ...{ ...NOT_YET, ...NO_LEASE },
        };
      });
      await database.query().insertInto('take').values(rows).execute();
    });
  }
  return author;
}

/** Searches over `posts` posts, and over `takes` takes of one user. */
export async function bigGallery(url, { posts: count, takes, rounds }) {
  const filled = await fillFeed(url, { posts: count, reactions: 0 });
  const author = filled.users.busiest;
  const gallery = await open(url);
  try {
    const trivial = await timed(rounds, () =>
      gallery.database.query().selectFrom('post').select('id').limit(1).execute(),
    );
    const defaults = { filters: {}, sort: 'relevance', cursor: undefined, limit: 20 };
    const find = (text, more = {}) => timed(rounds, () => gallery.finding.run({ text, ...defaults, ...more }));
    const [everyEn, everyZh] = MARKS.every.split(' ');
    const [someEn, someZh] = MARKS.some.split(' ');
    const [oneEn] = MARKS.one.split(' ');
    const searches = {
      one: await find(oneEn),
      someInEnglish: await find(someEn),
      someInChinese: await find(someZh, { sort: 'new' }),
      someLiked: await find(someEn, { sort: 'liked' }),
      everyByRelevance: await find(everyEn),
      everyNew: await find(everyZh, { sort: 'new' }),
      everyLiked: await find(everyEn, { sort: 'liked' }),
      everyOfAnAuthor: await find(everyEn, { filters: { authorId: author } }),
      everyWithATag: await find(everyEn, { filters: { tag: 'tag 3' } }),
      aTagLiked: await find('', { filters: { tag: 'tag 3' }, sort: 'liked' }),
      aModelLiked: await find('', { filters: { model: 'model-3' }, sort: 'liked' }),
      aSchedulerNew: await find('', { filters: { scheduler: 'ddim' }, sort: 'new' }),
      nothing: await find('xylophone'),
      aTagAsAWord: await find('夜景'),
      oneCharacter: await find('画'),
      aName: await find('bench 77'),
      threeChipsForNothing: await find('', { filters: NOTHING, sort: 'new' }),
      likedThreeChipsForNothing: await find('', { filters: NOTHING, sort: 'liked' }),
      everyWithThreeChipsForNothing: await find(everyEn, { filters: NOTHING }),
    };
    const users = await timed(rounds, () => gallery.users.run({ search: 'bench 77', limit: 3 }));
    const tags = await timed(rounds, () => gallery.tags.all());
    const writeMsPerPost = await publish(gallery);
    const me = await render(gallery, takes);
    const page = (search, after = null) =>
      timed(rounds, () => gallery.mine.run(me, { search, status: 'all', after, limit: 30 }));
    const filters = {
      newest: await page(''),
      middle: await page('', { queuedAt: BEGINNING + takes / 2, id: me }),
      found: await page(someZh),
      nothing: await page('xylophone'),
      prompts: await timed(rounds, () => gallery.mine.prompts(me, '', null, 30)),
      promptsFound: await timed(rounds, () => gallery.mine.prompts(me, someEn, null, 30)),
    };
    const expected = { one: 1, nothing: 0, everyByRelevance: Math.min(1_000, count) };
    const faults = Object.entries(expected).filter(([name, total]) => searches[name].result.total !== total);
    return {
      ...{ seed: filled.seed, fillSeconds: filled.fillSeconds, trivialMs: trivial.ms, writeMsPerPost },
      searchMs: timesOf(searches),
      ...{ allTagsMs: tags.ms, usersMs: users.ms },
      myTakesMs: timesOf(filters),
      faults: faults.length,
    };
  } finally {
    await gallery.orm.close();
  }
}
