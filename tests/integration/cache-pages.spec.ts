import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CommentPage,
  LIMITS,
  type PostDetail,
  type PostPage,
  type PostView,
  type CurrentSession,
} from '@visionary/contract';
import { Cache } from '@visionary/platform/cache';
import { Database } from '@visionary/platform/database';
import type { z } from 'zod';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { CommentsRepository } from '../../libs/comments/storage/comments.repository.js';
import { UserPostPages } from '../../libs/feed/api/users/user-post-pages.js';
import { ProfilesController } from '../../libs/feed/api/users/profiles.controller.js';
import { FeedPages } from '../../libs/feed/api/posts/feed-pages.js';
import { PostDetails } from '../../libs/feed/api/posts/post-details.js';
import { CommentPages } from '../../libs/comments/api/comment-pages.js';
import { bootCluster } from '../support/cluster.js';
import type { RunningApp } from '../support/app.js';
import { feedPage, finishedTake, publishTake } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { TINY_MODELS } from '../support/jam.js';
import { countingQueries } from '../support/query-counter.js';
import { createRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { react } from '../support/community.js';

/** Each is created in two sizes: a feed of two or twenty posts, a post with one or five remixes. */
const QUERIES = { feed: 4, detail: 14, profile: 2, userPosts: 5, comments: 4 };
const VISITOR = { userId: null, forEveryone: true };

describe('cached pages of two servers', () => {
  let near: RunningApp;
  let far: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let post: PostView;
  const detailAt = async ({ url }: RunningApp, { id }: { id: string }) =>
    (await new HttpClient(url).get<PostDetail>(`/api/posts/${id}`)).body;
  const feedAt = ({ url }: RunningApp, query = '') => feedPage(url, query);

  beforeAll(async () => {
    ({ one: near, two: far } = await bootCluster({ modelsDir: TINY_MODELS }));
    [ann, bob] = [await connectUser(near.url, 'Ann'), await connectUser(far.url, 'Bob')];
    const room = await createRoom(ann, { visibility: 'public', name: 'Studio' });
    post = await publishTake(ann, (await finishedTake(near, ann, room.id)).id, { title: 'first' });
  });

  it('[CA2] a publication, like, edit, or rename on one server is visible on the other at once', async () => {
    const userPosts = `/api/users/${ann.me.id}/posts`;
    const titles = async () => {
      const pages = [await feedAt(far), (await new HttpClient(far.url).get<PostPage>(userPosts)).body];
      const [all, hers] = pages.map(({ posts }) => posts.map(({ title }) => title));
      expect(hers).toEqual(all);
      return all;
    };
    expect(await titles()).toEqual(['first']);
    const room = await createRoom(ann, { visibility: 'public', name: 'Workshop' });
    const second = await publishTake(ann, (await finishedTake(near, ann, room.id)).id, { title: 'second' });
    expect(await titles()).toEqual(['second', 'first']);
    expect((await detailAt(far, second)).post).toMatchObject({ room: { name: 'Workshop' }, counts: { reactions: [] } });
    await react(ann, second, '👍');
    const reactions = [{ emoji: '👍', count: 1 }];
    expect((await detailAt(far, second)).post.counts).toMatchObject({ reactions });
    expect((await feedAt(far)).posts[0]?.counts).toMatchObject({ reactions });
    await ann.live.do('feed.updatePost', { postId: second.id, changes: { title: 'better' } });
    expect(await titles()).toEqual(['better', 'first']);
    await ann.client.patch('/api/me', { name: 'Anne' });
    const order = { roomId: room.id, clientId: randomUUID() };
    await ann.live.do('rooms.update', { ...order, changes: { name: 'Hidden', visibility: 'private' } });
    const shown = (await feedAt(far)).posts[0];
    expect([shown?.author.name, shown?.room]).toEqual(['Anne', undefined]);
    expect((await detailAt(far, second)).post.author.name).toBe('Anne');
    await ann.live.do('feed.deletePost', { postId: second.id });
    expect(await titles()).toEqual(['first']);
  });

  it('[CA2] views of one user are cached apart from shared ones', async () => {
    await react(bob, post, '🔥');
    expect((await feedPage(near.url, '', bob.client)).myReactions).toEqual({ [post.id]: ['🔥'] });
    expect((await feedPage(near.url, '', ann.client)).myReactions).toEqual({});
    expect((await feedAt(near)).myReactions).toEqual({});
    expect((await detailAt(near, post)).viewerState).toBeNull();
    await bob.client.send('PUT', `/api/me/blocks/${ann.me.id}`, undefined);
    expect((await feedPage(far.url, '', bob.client)).posts).toEqual([]);
    expect((await feedAt(far)).posts).toHaveLength(1);
    await bob.client.delete(`/api/me/blocks/${ann.me.id}`);
  });

  it('[CA2] comments and reactions added, edited, or removed on one server are visible on the other at once', async () => {
    const path = `/api/comments/post/${post.id}`;
    const page = async (client = new HttpClient(far.url)) => (await client.get<CommentPage>(path)).body;
    const textsAndReactions = async () =>
      (await page()).comments.map(({ text, reactions }) => [text, reactions.length]);
    expect(await textsAndReactions()).toEqual([]);
    const subject = { kind: 'post', id: post.id } as const;
    const said = { subject, clientId: randomUUID(), text: 'a fox' };
    const { id: commentId } = (await ann.live.do('comments.add', said)).comment;
    expect(await textsAndReactions()).toEqual([['a fox', 0]]);
    await ann.live.do('comments.edit', { commentId, text: 'a red fox' });
    expect(await textsAndReactions()).toEqual([['a red fox', 0]]);
    await react(ann, { kind: 'comment', id: commentId }, '🔥');
    expect(await textsAndReactions()).toEqual([['a red fox', 1]]);
    expect([(await page(ann.client)).myReactions, (await page(bob.client)).myReactions]).toEqual([
      { [commentId]: ['🔥'] },
      {},
    ]);
    await ann.client.send('PUT', `/api/me/blocks/${bob.me.id}`, undefined);
    expect((await page(bob.client)).comments).toEqual([]);
    expect(await textsAndReactions()).toEqual([['a red fox', 1]]);
    await ann.client.delete(`/api/me/blocks/${bob.me.id}`);
    await ann.live.do('comments.delete', { commentId });
    expect(await textsAndReactions()).toEqual([]);
  });

  it('[CA7] a page takes the same number of queries for any length, and none while it is cached', async () => {
    const queriesOf = countingQueries(near);
    const pages = {
      feed: () => near.get(FeedPages).page({ tab: 'new' }, VISITOR),
      detail: () => near.get(PostDetails).of(post.id, VISITOR),
      userPosts: () => near.get(UserPostPages).page(ann.me.id, undefined, VISITOR),
      comments: () => near.get(CommentPages).first({ kind: 'post', id: post.id }, null),
      profile: () => near.get(ProfilesController).profile(ann.me.id, null),
    };
    const drop = () => near.get(Cache).invalidateTags('posts', `post:${post.id}`, `user:${ann.me.id}`);
    const count = async () => {
      const counted: Record<string, number> = {};
      for (const [name, read] of Object.entries(pages)) {
        await drop();
        counted[name] = await queriesOf(read);
        // Unless Redis was too slow once.
        while ((await queriesOf(read)) > 0);
      }
      return counted;
    };
    const posts = near.get(Posts);
    const first = await posts.byId(post.id);
    if (!first) throw new Error('it was published');
    const add = async (n: number) => {
      const [authorId, parent] = [
        n % 2 ? bob.me.id : ann.me.id,
        n < 5 ? { postId: post.id, takeId: null } : first.parent,
      ];
      const users = [[authorId, ['rendered']]] as const;
      const copy = { ...first, id: randomUUID(), clientId: randomUUID(), take: null, users, at: first.at + n };
      await posts.add({ ...copy, parent, authorId, parameters: null });
      const said = { parentId: null, text: 'so', mentionIds: [], editedAt: null, removed: null, replies: 0 };
      const subject = { kind: 'post', id: post.id } as const;
      const comment = { ...said, id: randomUUID(), subject, authorId, clientId: randomUUID(), at: copy.at };
      await near.get(CommentsRepository).add(comment);
    };
    await add(0);
    expect(await count()).toEqual(QUERIES);
    for (let n = 1; n < LIMITS.postsPerPage; n++) await add(n);
    await drop();
    const { lineage } = await detailAt(near, post);
    expect([lineage.descendantCount, (await feedAt(near)).posts.length]).toEqual([5, LIMITS.postsPerPage]);
    expect(await count()).toEqual(QUERIES);
  });

  it('[CA9] a cached page is compressed once for all readers, and a client that has it gets 304', async () => {
    const ask = (headers: Record<string, string> = {}) => fetch(`${near.url}/api/posts`, { headers });
    const packed = await ask({ 'accept-encoding': 'gzip' });
    const plain = await ask({ 'accept-encoding': 'identity' });
    expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null]);
    const page = (await plain.json()) as PostPage;
    expect(await packed.json()).toEqual(page);
    const known = { 'if-none-match': plain.headers.get('etag') ?? '' };
    expect((await ask(known)).status).toBe(304);
    for (const seen of ['*', `"other", ${known['if-none-match'].slice(2)}`]) {
      expect((await ask({ 'if-none-match': seen })).status).toBe(304);
    }
    expect((await ask({ 'if-none-match': `${known['if-none-match']}x` })).status).toBe(200);
    const postId = page.posts[0]?.id ?? '';
    await react(bob, { kind: 'post', id: postId }, '🔥');
    expect((await ask(known)).status).toBe(200);
    const asBob = { cookie: bob.client.cookieHeader };
    const [asBobSees, userPosts] = [await ask(asBob), await ask()];
    expect(((await asBobSees.json()) as PostPage).myReactions).toMatchObject({ [postId]: ['🔥'] });
    expect((await ask({ ...asBob, 'if-none-match': userPosts.headers.get('etag') ?? '' })).status).toBe(200);
    expect((await ask({ ...asBob, 'if-none-match': asBobSees.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('[CA8] an ended session is rejected on the other server at once, and within a second when the bus message is lost', async () => {
    const whoAt = async (url: string, client: HttpClient) => {
      const { body } = await new HttpClient(url).get<z.infer<typeof CurrentSession>>('/api/me', {
        headers: { cookie: client.cookieHeader },
      });
      return body.me?.name ?? null;
    };
    const [signedOut, uncached] = await connectUsers(near.url, 'Near', 'Far');
    for (const { client, me } of [signedOut, uncached]) expect(await whoAt(far.url, client)).toBe(me.name);
    const { cookieHeader } = signedOut.client;
    await signedOut.client.delete('/api/session');
    expect(await whoAt(far.url, { cookieHeader } as HttpClient)).toBeNull();
    expect(await whoAt(far.url, uncached.client)).toBe('Far');
    const sql = near.get(Database).query<{ session: { account_id: string } }>();
    await sql.deleteFrom('session').where('account_id', '=', uncached.me.id).execute();
    while ((await whoAt(far.url, uncached.client)) !== null);
  });
});
