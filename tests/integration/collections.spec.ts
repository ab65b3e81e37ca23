import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CollectionDetail, type CollectionList, type CollectionView, LIMITS } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { bootApp, type RunningApp } from '../support/app.js';
import { PostSearchFixture } from '../support/post-search-fixture.js';
import { HttpClient } from '../support/http-client.js';
import { signUp, type SignedUp } from '../support/users.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

interface Rows {
  collection: Record<string, unknown>;
  collection_post: Record<string, unknown>;
}

describe.each(DIALECTS)('collections in %s', (dialect) => {
  let app: RunningApp;
  let postSearchFixture: PostSearchFixture;
  let ann: SignedUp;
  let bob: SignedUp;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    postSearchFixture = new PostSearchFixture(app.get(Database));
    [ann, bob] = [await signUp(app.url, `Ann ${dialect}`), await signUp(app.url, `Bob ${dialect}`)];
  });

  const opens = async ({ client }: SignedUp, about: object = {}) =>
    (await client.post<CollectionView>('/api/collections', { title: 'Lights at sea', ...about })).body;
  const posts = async (count: number) => {
    const made = Array.from({ length: count }, (_, n) =>
      postSearchFixture.post({ title: `picture ${n}`, authorId: bob.me.id }),
    );
    await postSearchFixture.publishAll(made);
    return made.map(({ id }) => id);
  };
  const place = ({ client }: SignedUp, id: string, postId: string, afterPostId?: string | null) =>
    client.send<{ code?: string }>('PUT', `/api/collections/${id}/posts/${postId}`, { afterPostId });
  const read = ({ client }: { client: HttpClient }, id: string, cursor?: string) =>
    client.get<CollectionDetail>(`/api/collections/${id}${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  const order = async (who: SignedUp, id: string) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { page } = (await read(who, id, cursor)).body;
      ids.push(...page.posts.map((post) => post.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return ids;
  };

  it('[F77] posts keep their order when one is moved', async () => {
    const { id } = await opens(ann, { description: '夜里的灯' });
    const [a, b, c, d] = (await posts(4)) as [string, string, string, string];
    for (const postId of [a, b, c]) expect((await place(ann, id, postId)).status).toBe(204);
    expect(await order(ann, id)).toEqual([a, b, c]);
    await place(ann, id, d, null);
    await place(ann, id, a, c);
    expect(await order(ann, id)).toEqual([d, b, c, a]);
    await place(ann, id, c, d);
    await place(ann, id, c, c);
    await place(ann, id, b);
    expect(await order(ann, id)).toEqual([d, c, b, a]);
    expect((await ann.client.delete(`/api/collections/${id}/posts/${c}`)).status).toBe(204);
    expect((await ann.client.delete(`/api/collections/${id}/posts/${c}`)).status).toBe(204);
    const { body } = await read(ann, id);
    expect(body.collection).toMatchObject({
      count: 3,
      description: '夜里的灯',
      owner: { id: ann.me.id },
      isShared: false,
    });
    expect(body.collection.cover.map((post) => post.id)).toEqual([d, b, a]);
    expect(await place(ann, id, randomUUID())).toMatchObject({ status: 404, body: { code: 'FEED_POST_NOT_FOUND' } });
    expect(await place(ann, id, d, c)).toMatchObject({ status: 404, body: { code: 'FEED_POST_NOT_FOUND' } });
    await postSearchFixture.unitOfWork.run(() => postSearchFixture.posts.remove([b]));
    expect(await order(ann, id)).toEqual([d, a]);
    expect((await read(ann, id)).body.collection).toMatchObject({ count: 2 });
  });

  it('[F77] post fits between any two others, and pages are consecutive', async () => {
    const { id } = await opens(ann);
    const made = await posts(2 * LIMITS.postsPerPage + 5);
    const [first, ...others] = made as [string, ...string[]];
    await place(ann, id, first);
    for (const postId of others) await place(ann, id, postId, first);
    expect(await order(ann, id)).toEqual([first, ...others.toReversed()]);
    expect((await read(ann, id, '1e999_x')).status).toBe(400);
  });

  it('[F77] concurrent moves end in one order with each post once', async () => {
    const { id } = await opens(ann);
    const made = await posts(8);
    for (const postId of made) await place(ann, id, postId);
    const moves = Array.from(
      { length: 24 },
      (_, n) => [made[n % 8] as string, made[(n * 5 + 3) % 8] as string] as const,
    );
    const answers = await Promise.all(moves.map(([postId, after]) => place(ann, id, postId, after)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const seen = await order(ann, id);
    expect(seen.toSorted()).toEqual(made.toSorted());
    expect(await order(ann, id)).toEqual(seen);
  });

  it('[F78] other users see only shared collections and change none', async () => {
    const secret = await opens(ann, { title: 'Secret' });
    const shared = await opens(ann, { title: 'Shared', isShared: true });
    const [postId] = (await posts(1)) as [string];
    const visitor = { client: new HttpClient(app.url) };
    for (const { client } of [bob, visitor]) {
      expect((await client.get(`/api/collections/${secret.id}`)).status).toBe(404);
      expect((await client.get(`/api/collections/${shared.id}`)).status).toBe(200);
      const { body } = await client.get<CollectionList>(`/api/users/${ann.me.id}/collections`);
      expect(body.collections.map(({ title }) => title)).toEqual(['Shared']);
    }
    const mine = (await ann.client.get<CollectionList>(`/api/users/${ann.me.id}/collections`)).body.collections;
    expect(mine.slice(0, 2).map(({ title }) => title)).toEqual(['Shared', 'Secret']);
    for (const [id, code] of [
      [secret.id, 'FEED_COLLECTION_NOT_FOUND'],
      [shared.id, 'FEED_NOT_AUTHOR'],
    ] as const) {
      expect((await bob.client.patch<{ code: string }>(`/api/collections/${id}`, { title: 'Mine' })).body.code).toBe(
        code,
      );
      expect((await bob.client.delete<{ code: string }>(`/api/collections/${id}`)).body.code).toBe(code);
      expect((await place(bob, id, postId)).body.code).toBe(code);
    }
    expect((await visitor.client.post('/api/collections', { title: 'x' })).status).toBe(401);
    const changed = await ann.client.patch(`/api/collections/${secret.id}`, { isShared: true, title: '灯' });
    expect(changed).toMatchObject({ status: 200, body: { isShared: true, title: '灯' } });
    expect((await read(bob, secret.id)).status).toBe(200);
    expect((await ann.client.delete(`/api/collections/${secret.id}`)).status).toBe(204);
    expect((await read(ann, secret.id)).status).toBe(404);
    for (const title of ['', ' ', 'two\nlines', 'x'.repeat(LIMITS.titleLength + 1)]) {
      expect((await ann.client.post('/api/collections', { title })).status).toBe(400);
    }
  });

  it('[F78] collections and posts are rejected with a code beyond their limits', async () => {
    const { id } = await opens(bob);
    const [postId] = (await posts(1)) as [string];
    const query = postSearchFixture.database.query<Rows>();
    const full = Array.from({ length: LIMITS.postsPerCollection }, (_, n) => ({
      ...{ collection_id: id, post_id: randomUUID(), position: n, at: 1 },
    }));
    await query.insertInto('collection_post').values(full).execute();
    const refused = { code: 'FEED_COLLECTION_FULL', detail: { limit: LIMITS.postsPerCollection } };
    expect(await place(bob, id, postId)).toMatchObject({ status: 409, body: refused });
    const others = Array.from({ length: LIMITS.collectionsPerUser - 1 }, () => ({
      id: randomUUID(),
      owner_id: bob.me.id,
      title: 'x',
      description: '',
      is_public: 0,
      created_at: 1,
      changed_at: 1,
    }));
    await query.insertInto('collection').values(others).execute();
    const one = await bob.client.post('/api/collections', { title: 'One too many' });
    const limit = { code: 'FEED_TOO_MANY_COLLECTIONS', detail: { limit: LIMITS.collectionsPerUser } };
    expect(one).toMatchObject({ status: 409, body: limit });
  });
});
