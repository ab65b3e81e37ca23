import { beforeAll, describe, expect, it } from '@jest/globals';
import { type SearchResults, LIMITS, type Suggestion } from '@visionary/contract';
import { Cache } from '@visionary/platform/cache';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { PostSearchQuery } from '../../libs/feed/use-cases/search/search-posts.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { PostSearchFixture } from '../support/post-search-fixture.js';
import { HttpClient } from '../support/http-client.js';
import { createRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('post search in %s', (dialect) => {
  let postSearchFixture: PostSearchFixture;
  const titles = new Map<string, string>();

  beforeAll(async () => {
    postSearchFixture = await PostSearchFixture.open(await freshDatabase(dialect));
    // Among many posts, rare words are found by the text index, and frequent ones by scanning.
    await postSearchFixture.publishAll(
      Array.from({ length: 250 }, (_, n) => postSearchFixture.post({ prompt: `among others ${n}` })),
    );
  });

  const publishes = async (title: string, about: Parameters<PostSearchFixture['publishes']>[0] = {}) => {
    const post = await postSearchFixture.publishes({ ...about, title });
    titles.set(post.id, title);
    return post;
  };
  const found = async (text: string, searchQuery: Partial<PostSearchQuery> = {}) =>
    (await postSearchFixture.find(text, searchQuery)).ids.map((id) => titles.get(id));

  it('[F70] search finds Chinese and English words in all fields, best matches first', async () => {
    await publishes('灯塔与海', { prompt: '月光下的灯塔, a lighthouse', tags: ['夜景'] });
    await publishes('A quiet harbour', {
      description: 'Boats at night',
      model: { id: 'vista', name: 'Vista Model', hash: null },
    });
    await publishes('Lighthouse', { prompt: '灯' });
    await publishes('Storm', { tags: ['lighthouse', 'sea'] });
    expect(await found('灯塔')).toEqual(['灯塔与海']);
    expect(await found('月光')).toEqual(['灯塔与海']);
    expect(await found('灯')).toEqual(['灯塔与海', 'Lighthouse']);
    expect(await found('夜景')).toEqual(['灯塔与海']);
    expect(await found('LIGHTHOUSE')).toEqual(['Storm', 'Lighthouse', '灯塔与海']);
    expect(await found('ligh')).toEqual(['Storm', 'Lighthouse', '灯塔与海']);
    expect(await found('light sea')).toEqual(['Storm']);
    expect(await found('boats night')).toEqual(['A quiet harbour']);
    expect(await found('vista')).toEqual(['A quiet harbour']);
    expect(await found('塔灯')).toEqual([]);
    expect(await found('house')).toEqual([]);
    expect(await found('"\' -- ) * NOT')).toEqual([]);
    expect(await found('?!')).toEqual([]);
  });

  it('[F97] search finds what a word is called in the other language, and no longer words', async () => {
    await publishes('translated 1', { prompt: '雪地里的小狐狸' });
    await publishes('translated 2', { prompt: 'two foxes, ink' });
    await publishes('translated 3', { prompt: 'a foxglove' });
    await publishes('translated 4', { prompt: '一只猫在热狗旁' });
    await publishes('translated 5', { prompt: '熊猫和猫头鹰' });
    expect(await found('translated 狐狸')).toEqual(['translated 2', 'translated 1']);
    expect(await found('狐狸 translated')).toEqual(['translated 2', 'translated 1']);
    expect(await found('fox translated')).toEqual(['translated 3', 'translated 2', 'translated 1']);
    expect(await found('cat')).toEqual(['translated 4']);
    expect(await found('hot dog')).toEqual(['translated 4']);
    expect(await found('fox', { sort: 'liked' })).toHaveLength(3);
  });

  it('[F71] search filters and sorts with and without words', async () => {
    const dora = await postSearchFixture.user(`Dora ${dialect}`);
    const model = { id: 'glass', name: 'Glass', hash: null };
    await publishes('one', { authorId: dora, tags: ['glass'], scheduler: 'ddim', likes: 2 });
    await publishes('two', { authorId: dora, tags: ['glass', 'ice'], scheduler: 'euler', likes: 9 });
    await publishes('three', { tags: ['glass'], model, scheduler: 'ddim', likes: 5 });
    await publishes('four', { prompt: 'glass', likes: 1, additions: [{ kind: 'lora', id: 'frost & co', hash: null }] });
    expect(await found('glass', { sort: 'new' })).toEqual(['four', 'three', 'two', 'one']);
    expect(await found('glass', { sort: 'liked' })).toEqual(['two', 'three', 'one', 'four']);
    expect(await found('glass', { filters: { authorId: dora }, sort: 'new' })).toEqual(['two', 'one']);
    expect(await found('glass', { filters: { scheduler: 'ddim' } })).toEqual(['three', 'one']);
    expect(await found('', { filters: { tag: 'glass' }, sort: 'liked' })).toEqual(['two', 'three', 'one']);
    expect(await found('', { filters: { model: 'glass' } })).toEqual(['three']);
    expect(await found('', { filters: { lora: 'frost & co' } })).toEqual(['four']);
    expect(await found('glass', { filters: { lora: 'frost & co', scheduler: 'ddim' } })).toEqual([]);
    expect(await found('glass', { filters: { tag: 'ice', model: 'glass' } })).toEqual([]);
    // The shown name of the author, alone and with other words.
    expect(await found('dora', { sort: 'new' })).toEqual(['two', 'one']);
    expect(await found('Dora glass ice')).toEqual(['two']);
    await sql`update reserved_name set name_key = 'f:elsewise' where account_id = ${dora}`.execute(
      postSearchFixture.database.query(),
    );
    expect(await found('dora')).toEqual([]);
    expect(await found('elsewise')).toEqual(['two', 'one']);
  });

  it('[F72] pages contain each post once in every order, and the total stops at the limit', async () => {
    const many = Array.from({ length: LIMITS.searchTotal + 20 }, (_, n) =>
      postSearchFixture.post({ title: n % 3 ? `page ${n}` : '', prompt: `page ${n}`, likes: n % 7 }),
    );
    await postSearchFixture.publishAll(many);
    const ranks: Record<PostSearchQuery['sort'], (post: (typeof many)[number]) => number> = {
      relevance: ({ title }) => (title ? 0 : 1),
      liked: ({ likes }) => -likes,
      new: () => 0,
    };
    for (const sort of ['relevance', 'new', 'liked'] as const) {
      const expected = many.toReversed().sort((a, b) => ranks[sort](a) - ranks[sort](b));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 3; pages++) {
        const page = await postSearchFixture.find('page', { sort, cursor, limit: 300 });
        expect(page.total).toBe(LIMITS.searchTotal);
        seen.push(...page.ids);
        cursor = page.nextCursor ?? undefined;
      }
      expect(seen).toEqual(expected.slice(0, 900).map(({ id }) => id));
      const last = await postSearchFixture.find('page', { sort, cursor, limit: 300 });
      expect(last.nextCursor).toBeNull();
      expect(last.ids).toHaveLength(many.length - 900);
    }
    for (const cursor of ["1' or 1", '0_1', '9_1_x', '']) {
      await expect(postSearchFixture.find('page', { cursor })).rejects.toThrow('INVALID');
    }
  });

  it('[F73] index follows changed, deleted, and unindexed posts', async () => {
    const post = await publishes('before the change', { tags: ['early'] });
    titles.set(post.id, 'changed');
    await postSearchFixture.unitOfWork.run(async () => {
      await postSearchFixture.posts.change(post.id, { title: 'after it', tags: ['late'] }, 1);
      await postSearchFixture.searchIndex.indexPosts([post.id]);
    });
    expect(await found('before change')).toEqual([]);
    expect(await found('after')).toEqual(['changed']);
    expect(await found('', { filters: { tag: 'late' } })).toEqual(['changed']);
    expect(await found('', { filters: { tag: 'early' } })).toEqual([]);
    await postSearchFixture.unitOfWork.run(() => postSearchFixture.posts.remove([post.id]));
    expect(await found('after')).toEqual([]);
    const rows = async () => {
      const column = dialect === 'sqlite' ? sql`rowid` : sql`number`;
      const all = sql<{
        n: number;
      }>`select count(*) as n from post_search where ${column} not in (select search_row_number from post)`;
      return Number((await all.execute(postSearchFixture.database.query())).rows[0]?.n);
    };
    expect(await rows()).toBe(0);
    const lost = postSearchFixture.post({ title: 'lost for a while' });
    titles.set(lost.id, 'lost');
    await postSearchFixture.posts.add(lost);
    expect(await found('while')).toEqual([]);
    const { unitOfWork, searchIndex } = postSearchFixture;
    const indexMissing = () => unitOfWork.run(() => searchIndex.indexMissing(10));
    expect(await indexMissing()).toBe(1);
    expect(await indexMissing()).toBe(0);
    expect(await found('while')).toEqual(['lost']);
  });
});

describe('search over all kinds', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp();
    [ann, bob] = await connectUsers(app.url, 'Lantern Ann', 'Bob');
    eve = await connectUser(app.url, 'Eve');
    await createRoom(ann, { name: 'The lantern room' });
    await createRoom(ann, { name: 'Lantern cellar', visibility: 'private' });
    const postSearchFixture = new PostSearchFixture(app.get(Database));
    await postSearchFixture.publishAll([
      postSearchFixture.post({
        ...{ title: 'A lantern', authorId: bob.me.id, contentRating: 'adult' },
        ...{ tags: ['lanterns', 'night'], likes: 3 },
      }),
      postSearchFixture.post({ title: 'Drawn', authorId: ann.me.id, prompt: 'a paper lantern', tags: ['night'] }),
    ]);
  });

  const find = async (query: string, who: { client: HttpClient } = eve) =>
    (await who.client.get<SearchResults>(`/api/search?${query}`)).body;
  const titles = ({ posts }: SearchResults) => posts.posts.map(({ title }) => title);

  it('[F81] search finds posts, users, public rooms, models, and tags, together and by kind', async () => {
    const all = await find('text=lantern');
    expect(titles(all)).toEqual(['Drawn', 'A lantern']);
    expect(all.posts).toMatchObject({ total: 2 });
    expect(all.users.map(({ name }) => name)).toEqual(['Lantern Ann']);
    expect(all.rooms.map(({ name }) => name)).toEqual(['The lantern room']);
    expect(all.tags).toEqual([{ tag: 'lanterns', count: 1 }]);
    expect((await find('text=visionary')).models).toMatchObject([{ id: 'visionary-mini', quarantined: false }]);
    expect(await find('text=lantern&kind=rooms')).toMatchObject({ rooms: [{}], users: [], posts: { posts: [] } });
    expect(titles(await find('tag=night&kind=posts&sort=new'))).toEqual(['Drawn', 'A lantern']);
    expect(titles(await find('tag=Night&kind=posts&sort=liked'))).toEqual(['A lantern', 'Drawn']);
    expect((await find('text=ght&kind=tags')).tags).toEqual([{ tag: 'night', count: 2 }]);
    expect((await find('text=lantern', ann)).users).toEqual([]);
    const wrong = ['kind=users&limit=9', 'sort=best', 'kind=everything', 'text=x&kind=posts&cursor=1', 'authorId=1'];
    const visitor = new HttpClient(app.url);
    const answers = await Promise.all(wrong.map((query) => visitor.get(`/api/search?${query}`)));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 400));
  });

  it('[F84] result has an excerpt when a long prompt matches beyond its beginning', async () => {
    const postSearchFixture = new PostSearchFixture(app.get(Database));
    const far = postSearchFixture.post({
      title: 'Far',
      prompt: `${'a long road, '.repeat(30)}then a harbourmaster at 日落时分`,
    });
    const near = postSearchFixture.post({ title: 'Near', prompt: 'a harbourmaster' });
    await postSearchFixture.publishAll([far, near]);
    const { posts } = await find('text=harbourm');
    expect(posts.posts).toHaveLength(2);
    expect(posts.excerpts).toEqual({ [far.id]: expect.stringMatching(/^….*then a harbourmaster at 日落时分$/) });
    expect((await find('text=日落')).posts.excerpts).toEqual({ [far.id]: expect.stringContaining('日落时分') });
    expect((await find('text=near')).posts.excerpts).toBeUndefined();
  });

  it('[F81] [F17] suggestions contain a few results of each kind', async () => {
    const suggest = async (text: string, { client } = eve) =>
      (await client.get<{ suggestions: Suggestion[] }>(`/api/search/suggestions?text=${encodeURIComponent(text)}`)).body
        .suggestions;
    expect((await suggest('lant')).map(({ kind }) => kind)).toEqual(['tag', 'user', 'room', 'post', 'post']);
    expect(await suggest('@bob')).toEqual([
      { kind: 'user', user: { id: bob.me.id, name: 'Bob' } },
      expect.objectContaining({ kind: 'post', label: 'A lantern', contentRating: 'adult' }),
    ]);
    expect((await suggest('#nig'))[0]).toEqual({ kind: 'tag', label: 'night', count: 2 });
    expect(await suggest('*')).toEqual([]);
    expect((await eve.client.get('/api/search/suggestions?text=')).status).toBe(400);
  });

  it('[S76] search finds and counts only content for everyone when sensitive content is hidden', async () => {
    const visitor = { client: new HttpClient(app.url) };
    const bare = await connectUser(app.url, 'Bare');
    expect((await bare.client.patch('/api/me', { sensitiveContentMode: 'hide' })).status).toBe(200);
    for (const user of [visitor, bare]) {
      for (const query of ['text=lantern', 'text=lantern&sort=liked', 'tag=night&sort=new', 'tag=night&sort=liked']) {
        const { posts } = await find(`${query}&kind=posts`, user);
        expect([query, posts.posts.map(({ title }) => title), posts.total]).toEqual([query, ['Drawn'], 1]);
      }
      expect(titles(await find('tag=lanterns&kind=posts', user))).toEqual([]);
    }
  });

  it('[F82] page of twenty needs as many queries as a page of one', async () => {
    const postSearchFixture = new PostSearchFixture(app.get(Database));
    const made = async (title: string, count: number) => {
      const about = async (n: number) => ({
        title,
        authorId: await postSearchFixture.user(`${title} ${n}`),
        users: [],
      });
      const posts = [];
      for (let n = 0; n < count; n++) {
        posts.push(postSearchFixture.post({ ...(await about(n)), participants: [[ann.me.id, ['wrote']]] }));
      }
      await postSearchFixture.publishAll(posts);
      const { body } = await ann.client.post<{ id: string }>('/api/collections', { title, isShared: true });
      const place = (id: string) => ann.client.send('PUT', `/api/collections/${body.id}/posts/${id}`, {});
      for (const { id } of posts) await place(id);
      return body.id;
    };
    const [few, many] = [await made('solo', 1), await made('crowd', LIMITS.postsPerPage)];
    // Excludes periodic queries of the server and cached results.
    const cache = app.get(Cache);
    const fewest = async (path: string) => {
      const counts = [];
      for (let round = 0; round < 6; round++) {
        await cache.invalidateTags(`user:${ann.me.id}`, `user:${bob.me.id}`);
        counts.push(await postSearchFixture.queriesDuring(() => ann.client.get(path)));
      }
      return Math.min(...counts);
    };
    for (const [one, other] of [
      ['/api/search?text=solo&kind=posts', '/api/search?text=crowd&kind=posts'],
      [`/api/collections/${few}`, `/api/collections/${many}`],
      [`/api/users/${bob.me.id}/posts`, `/api/users/${ann.me.id}/posts`],
    ] as const) {
      const queries = [await fewest(one), await fewest(other)];
      expect(queries[0]).toBeGreaterThan(2);
      expect([one, queries[1]]).toEqual([one, queries[0]]);
    }
  });

  it('[F81] search leaves out posts of blocked users', async () => {
    await ann.client.send('PUT', `/api/me/blocks/${bob.me.id}`, undefined);
    const found = await find('text=lantern', ann);
    expect([titles(found), found.posts.total]).toEqual([['Drawn'], 1]);
    expect((await find('text=bob', ann)).users).toEqual([]);
  });
});
