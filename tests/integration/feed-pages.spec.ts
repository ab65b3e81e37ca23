import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CompiledQuery, sql } from 'kysely';
import { createOrm, migrate } from '@visionary/platform/database';
import { feedEntities } from '@visionary/feed';
import { hotScore } from '../../libs/feed/domain/posts/hot-score.js';
import { placeOf, type PostPlace, type PostQuery } from '../../libs/feed/domain/posts/post-pages.js';
import type { NewPost } from '../../libs/feed/domain/posts/post.js';
import { SqlPostPages } from '../../libs/feed/storage/posts/sql-post-pages.js';
import { SqlPosts } from '../../libs/feed/storage/posts/sql-posts.js';
import { atTheEnd } from '../support/endings.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { WatchedDatabase } from '../support/watched-database.js';

const POSTS = 300;
const PER_PAGE = 20;
const AUTHORS = Array.from({ length: 30 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

const aPost = (n: number): NewPost => {
  const tally = { likes: (n * 37) % 101, comments: n % 3, views: n };
  // Several posts of one moment stand in the order of their ids.
  const at = 1_700_000_000_000 + Math.floor(n / 3) * 60_000;
  return {
    ...{ id: randomUUID(), authorId: AUTHORS[n % AUTHORS.length] ?? '', clientId: randomUUID() },
    ...{ take: { takeId: randomUUID(), index: 0 }, roomId: null, people: [], mentionIds: [], parameters: null },
    picture: { sha256: 'a'.repeat(64), width: 64, height: 64 },
    ...{ title: `n${n}`, words: '', tags: n % 2 ? ['odd', 'all'] : ['all'], maturity: 'everybody', commentsOn: true },
    ...{ prompt: '', model: { id: `m${n % 4}`, name: 'M', hash: null }, scheduler: n % 5 ? 'ddim' : 'euler' },
    ...{ parent: { postId: null, takeId: null }, at, editedAt: null, isSample: false },
    loras: n % 3 ? [{ id: 'ink', hash: null }] : [],
    ...{ ...tally, hot: hotScore({ ...tally, at }) },
  };
};

/** In the order of time, and along all posts, an index gives the order; a few that pass a filter may be put in order. */
const sortsOrWalks = ({ order, filters }: PostQuery): RegExp =>
  order === 'new' || Object.keys(filters).length === 0
    ? /TEMP B-TREE|SCAN (post|beside|post_(tag|lora))$/m
    : /SCAN (post|beside|post_(tag|lora))$/m;

const QUERIES: readonly PostQuery[] = (['new', 'hot'] as const).flatMap((order) => [
  { order, filters: {} },
  { order, filters: { tag: 'odd' } },
  { order, filters: { model: 'm1' } },
  { order, filters: { lora: 'ink' } },
  { order, filters: { scheduler: 'euler' } },
  { order, filters: { authorId: AUTHORS[7] } },
  { order, filters: { tag: 'all', model: 'm2', lora: 'ink', scheduler: 'ddim' } },
]);

describe.each(DIALECTS)('pages of many posts in %s', (dialect) => {
  let database: WatchedDatabase;
  let posts: NewPost[];

  beforeAll(async () => {
    const url = await freshDatabase(dialect);
    const orm = createOrm({ url, entities: feedEntities });
    await orm.connect();
    await migrate(orm, url);
    atTheEnd(() => orm.close());
    database = new WatchedDatabase(orm);
    posts = Array.from({ length: POSTS }, (_, n) => aPost(n));
    const stored = new SqlPosts(database);
    await database.transact(async () => {
      for (const post of posts) await stored.add(post);
    });
  });

  const wayOf = async ({ sql: text, parameters }: CompiledQuery): Promise<string> => {
    const query = { ...sql`select 1`.compile(database.query()), sql: `explain query plan ${text}`, parameters };
    const { rows } = await database.query().executeQuery<{ detail: string }>(query);
    return rows.map(({ detail }) => detail).join('\n');
  };
  const passes = (post: NewPost, { filters }: PostQuery) =>
    (!filters.tag || post.tags.includes(filters.tag)) &&
    (!filters.model || post.model?.id === filters.model) &&
    (!filters.lora || post.loras?.some(({ id }) => id === filters.lora)) &&
    (!filters.scheduler || post.scheduler === filters.scheduler) &&
    (!filters.authorId || post.authorId === filters.authorId);

  it.each(QUERIES.map((query) => [JSON.stringify(query), query] as const))(
    '[F13] %s is read along an index, each post once',
    async (_name, query) => {
      const pages = new SqlPostPages(database);
      const found: string[] = [];
      let place: PostPlace | null = null;
      const asked = await database.during(async () => {
        for (;;) {
          const page = await pages.page(query, place, PER_PAGE);
          found.push(...page.map(({ id }) => id));
          const last = page.at(-1);
          if (page.length < PER_PAGE || !last) return;
          place = placeOf(last, query.order);
        }
      });
      const value = (post: NewPost) => (query.order === 'new' ? post.at : post.hot);
      const expected = posts
        .filter((post) => passes(post, query))
        .toSorted((a, b) => value(b) - value(a) || (a.id < b.id ? 1 : -1));
      expect(found).toEqual(expected.map(({ id }) => id));
      // What MySQL does with few rows says nothing of many.
      if (dialect === 'sqlite') for (const one of asked) expect(await wayOf(one)).not.toMatch(sortsOrWalks(query));
    },
  );

  it('[F13] counts what is newer, and no further than it is told', async () => {
    const pages = new SqlPostPages(database);
    const place = placeOf(posts[POSTS - 10] as NewPost, 'new');
    const newer = posts.filter(({ at, id }) => at > place.value || (at === place.value && id > place.id)).length;
    expect(await pages.newerThan(place, { order: 'hot', filters: {} }, 100)).toBe(newer);
    expect(await pages.newerThan({ value: 0, id: '' }, { order: 'new', filters: { tag: 'all' } }, 100)).toBe(100);
    const without = [AUTHORS[0] ?? ''];
    expect(await pages.newerThan({ value: 0, id: '' }, { order: 'new', filters: {}, without }, POSTS)).toBe(
      POSTS - POSTS / AUTHORS.length,
    );
  });
});
