import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CommandPayload, CommandReply, PostCounts, PostDetail, PostView, RoomView } from '@visionary/contract';
import { TakeReplays } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { Database } from '@visionary/platform/database';
import sharp from 'sharp';
import { ModeratedPosts } from '../../libs/feed/use-cases/moderation/moderated-posts.js';
import { PostCountsChanged } from '../../libs/feed/domain/posts/events.js';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { ViewCounter } from '../../libs/feed/api/posts/view-counter.js';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { notificationsOf } from '../support/community.js';
import { eventually } from '../support/eventually.js';
import { addReplay, feedPage, finishedTake, publishTake, allPosts } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { deleteAccount } from '../support/users.js';
import { createRoom, addMember, openRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder, redisUrl } from '../support/services.js';

type Counted = { readonly posts: readonly { readonly postId: string; readonly counts: PostCounts }[] };

const QUOTA = 2 ** 30;

/** On MySQL, readers and subscribers use another node. */
describe.each(DIALECTS)('the feed in %s', (dialect) => {
  let app: RunningApp;
  let far: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let visitor: LiveClient;
  let room: RoomView;

  beforeAll(async () => {
    const shared = {
      ...{ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS, dataDir: freshFolder() },
      takeQuotaBytes: QUOTA,
      ...(dialect === 'mysql' && { mode: 'cluster' as const, redisUrl: redisUrl() }),
    };
    app = await bootApp(shared);
    far = dialect === 'mysql' ? await bootApp(shared) : app;
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
    room = await createRoom(ann, { defaultRole: 'viewer' });
    await addMember(ann, bob, room.id);
    for (const user of [ann, bob, eve]) await openRoom(user, room.id);
    visitor = await connect(far.url);
    await visitor.do('feed.subscribe', {});
  });

  const take = (input: Parameters<typeof finishedTake>[3] = {}, user = ann) => finishedTake(app, user, room.id, input);
  const a = async (fields: Parameters<typeof publishTake>[2] = {}, user = ann) =>
    publishTake(user, (await take({}, user)).id, fields);
  const detail = async (id: string, client = new HttpClient(far.url)) =>
    (await client.get<PostDetail>(`/api/posts/${id}`)).body;
  const page = (query: string, client?: HttpClient) => feedPage(far.url, query, client);
  const already = (postId: string) => ({ ok: false, error: { code: 'FEED_ALREADY_PUBLISHED', detail: { postId } } });
  const removed = (post: PostView) => visitor.next('feed.postDeleted', ({ postId }) => postId === post.id);

  it('[F1] published post reaches all clients with its participants', async () => {
    const finished = await take({ prompt: 'a fox of glass' });
    const event = visitor.next('feed.published');
    const [shown, shownInRoom] = [ann, eve].map(({ live }) => live.next('feed.takePublished'));
    const post = await publishTake(bob, finished.id, {
      ...{ title: 'Glass', description: `with <@${ann.me.id}>`, tags: ['Fox', 'fox', 'glass'] },
    });
    const there = { takeId: finished.id, postId: post.id, index: 0 };
    expect([await event, await shown, await shownInRoom]).toEqual([{ post }, there, there]);
    expect(post).toMatchObject({
      ...{ author: { name: 'Bob' }, title: 'Glass', tags: ['fox', 'glass'], room: { id: room.id, name: room.name } },
      ...{ mentions: [{ name: 'Ann' }], prompt: 'a fox of glass', scheduler: 'ddim', isSample: false },
      ...{
        counts: { reactions: [], comments: 0, views: 0 },
        image: { width: 64, height: 64, thumbnails: [{ side: 64 }] },
      },
      model: { id: 'tiny-sd-random', hash: 'f'.repeat(64) },
    });
    expect(post.participants.map(({ user, roles }) => [user.name, roles])).toEqual([
      ['Bob', ['published']],
      ['Ann', ['rendered', 'wrote']],
    ]);
    const { parameters, viewerState, ...rest } = await detail(post.id);
    expect(rest.post).toEqual(post);
    expect(parameters).toMatchObject({ prompt: 'a fox of glass', steps: 4, guidance: 5, seed: 7, renderMs: 12 });
    expect(parameters.infotext).toContain('a fox of glass');
    expect(viewerState).toBeNull();
    expect((await detail(post.id, bob.client)).viewerState).toMatchObject({ canEdit: true, canRemove: true });
    expect((await detail(post.id, ann.client)).viewerState).toMatchObject({ canEdit: false, canRemove: false });
  });

  it('[W62] those whom a post credits are notified once', async () => {
    const newest = async () => (await notificationsOf(ann))[0];
    const post = await publishTake(bob, (await take()).id, { title: 'Ours' });
    expect(await newest()).toMatchObject({
      ...{ kind: 'postCredited', by: { id: bob.me.id }, post: { id: post.id, title: 'Ours' }, text: '' },
    });
    const mentioned = await publishTake(bob, (await take()).id, { description: `with <@${ann.me.id}>` });
    expect(await newest()).toMatchObject({ kind: 'postMention', post: { id: mentioned.id } });
    await publishTake(bob, (await take()).id, { participantIds: [] });
    await publishTake(ann, (await take()).id);
    expect(await newest()).toMatchObject({ kind: 'postMention', post: { id: mentioned.id } });
  });

  it('[W22] published event contains the LoRAs of the post', async () => {
    const loras = [{ id: 'Frost@1.0', weight: 0.8, sha256: 'b'.repeat(64) }];
    const finished = await take({ loras });
    const event = visitor.next('feed.published');
    const post = await publishTake(ann, finished.id);
    expect(await event).toEqual({ post, loraIds: ['Frost@1.0'] });
  });

  it('[F1] post names its room only while the room is public', async () => {
    const changesTo = (visibility: 'private' | 'public') =>
      ann.live.do('rooms.update', { roomId: room.id, clientId: randomUUID(), changes: { visibility } });
    const post = await a();
    await changesTo('private');
    expect((await detail(post.id)).post.room).toBeUndefined();
    await changesTo('public');
    expect((await detail(post.id)).post.room).toEqual({ id: room.id, name: room.name });
  });

  it('[F2] image is published once when commands repeat or race', async () => {
    const { id } = await take();
    const order = { clientId: randomUUID(), image: { takeId: id, index: 0 } };
    const posts = await Promise.all([1, 2, 3].map(() => ann.live.do('feed.publish', order)));
    expect(new Set(posts.map(({ post }) => post.id)).size).toBe(1);
    const postId = posts[0]?.post.id ?? '';
    expect((await ann.live.do('feed.publish', { ...order, title: 'another' })).post.id).toBe(postId);
    const again = { clientId: randomUUID(), image: order.image };
    expect(await bob.live.ask('feed.publish', again)).toEqual(already(postId));
    const other = await take();
    const answers = await Promise.all(
      [ann, bob].map(({ live }) =>
        live.ask('feed.publish', { clientId: randomUUID(), image: { takeId: other.id, index: 0 } }),
      ),
    );
    const won = answers.find(({ ok }) => ok) as { data: CommandReply<'feed.publish'> };
    expect(answers).toContainEqual(already(won.data.post.id));
  });

  it('[F3] publishing is rejected when the user has no right to the image', async () => {
    const code = (live: LiveClient, takeId: string, index = 0) =>
      live.rejectionOf('feed.publish', { clientId: randomUUID(), image: { takeId, index } });
    const finished = await take({}, bob);
    expect(await code(eve.live, finished.id)).toBe('FEED_NOT_AUTHOR');
    expect(await code(ann.live, finished.id, 1)).toBe('FEED_IMAGE_NOT_FOUND');
    expect(await code(ann.live, randomUUID())).toBe('FEED_IMAGE_NOT_FOUND');
    expect(await code(ann.live, finished.id)).toBe('ok');
    const hidden = await createRoom(bob, { visibility: 'private' });
    await addMember(bob, eve, hidden.id);
    for (const user of [bob, eve]) await openRoom(user, hidden.id);
    const secret = await finishedTake(app, bob, hidden.id);
    expect(await code(ann.live, secret.id)).toBe('FEED_IMAGE_NOT_FOUND');
    expect(await code(eve.live, secret.id)).toBe('FEED_NOT_AUTHOR');
    const running = await take({ status: 'rendering' });
    expect(await code(ann.live, running.id)).toBe('FEED_IMAGE_NOT_FOUND');
    const post = await publishTake(bob, secret.id);
    expect(post.room).toBeUndefined();
    expect(await code(visitor, secret.id)).toBe('UNAUTHENTICATED');
  });

  it('[F4] edited and deleted posts are broadcast', async () => {
    const post = await a({ title: 'first', tags: ['one'] });
    const changes = { title: 'second', description: 'more', tags: ['two'], commentsEnabled: false };
    const event = visitor.next('feed.postUpdated');
    const changed = (await ann.live.do('feed.updatePost', { postId: post.id, changes })).post;
    expect(changed).toMatchObject(changes);
    expect(changed.editedAt).toBeGreaterThanOrEqual(post.at);
    expect((await event).post).toEqual(changed);
    expect((await ann.live.do('feed.updatePost', { postId: post.id, changes })).post).toEqual(changed);
    expect((await page('tag=one')).posts).toEqual([]);
    expect((await page('tag=TWO')).posts).toEqual([changed]);
    expect(await bob.live.rejectionOf('feed.updatePost', { postId: post.id, changes: {} })).toBe('FEED_NOT_AUTHOR');
    expect(await bob.live.rejectionOf('feed.deletePost', { postId: post.id })).toBe('FEED_NOT_AUTHOR');
    await appoint(app, 'Eve', 'moderator');
    const gone = removed(post);
    expect(await eve.live.rejectionOf('feed.deletePost', { postId: post.id })).toBe('FEED_NOT_AUTHOR');
    await appoint(app, 'Eve', 'member');
    await ann.live.do('feed.deletePost', { postId: post.id });
    await gone;
    expect(await detail(post.id)).toEqual({ code: 'FEED_POST_NOT_FOUND' });
    expect(await ann.live.rejectionOf('feed.deletePost', { postId: post.id })).toBe('FEED_POST_NOT_FOUND');
    expect((await page('tag=two')).posts).toEqual([]);
  });

  describe('[F98] how an image came about', () => {
    const publish = async (fields: Parameters<typeof publishTake>[2] = {}, user = ann) => {
      const { id } = await take({}, user);
      const sheet = await addReplay(app, id);
      return { sheet, post: await publishTake(user, id, { replayEnabled: true, ...fields }) };
    };
    const shown = async (id: string) => (await detail(id)).post.replay;
    const isShown = (id: string) => eventually('it has a replay', async () => (await shown(id)) !== undefined);
    const jobsOf = ({ id }: PostView) => rowsOf(app, 'job', `kind = 'feed.makeReplay' and job_key = '${id}'`);
    const statusOf = async (url: string, client = new HttpClient(far.url)) => (await client.get(url)).status;

    it('is shown with a clip when its author allows it', async () => {
      const event = visitor.next('feed.postUpdated', ({ post }) => post.replay !== undefined);
      const { post, sheet } = await publish();
      // Publishing does not wait for it.
      expect([post.replayEnabled, post.replay]).toEqual([true, undefined]);
      const { replay } = (await event).post;
      expect(replay).toMatchObject({ columns: 3, width: 64, height: 64, steps: [1, 2, 3] });
      expect((await page('')).posts.find(({ id }) => id === post.id)?.replay).toEqual(replay);
      expect(replay?.url.endsWith(sheet.sha256)).toBe(true);
      const [steps, clip] = await Promise.all([replay!.url, replay!.clip.url].map((url) => fetch(far.url + url)));
      expect([steps, clip].map((it) => it?.headers.get('content-type'))).toEqual(['image/webp', 'image/webp']);
      const file = Buffer.from(await clip!.arrayBuffer());
      expect(file.byteLength).toBe(replay?.clip.bytes);
      const { pages, delay, pageHeight } = await sharp(file, { animated: true }).metadata();
      expect([pages, pageHeight, delay]).toEqual([4, 64, [1_000, 1_000, 1_000, 1_000]]);
      const download = await fetch(`${far.url}${replay!.clip.url}?download`);
      expect(download.headers.get('content-disposition')).toMatch(/a red fox.*\.webp/);
      expect(await statusOf(replay!.clip.url.replace(/.$/, (end) => (end === '0' ? '1' : '0')))).toBe(404);
    });

    it('follows what its author, its rating, and moderators decide', async () => {
      const { post, sheet } = await publish();
      await isShown(post.id);
      const clip = (await shown(post.id))!.clip.url;
      const change = (changes: CommandPayload<'feed.updatePost'>['changes']) =>
        ann.live.do('feed.updatePost', { postId: post.id, changes });
      expect((await change({ replayEnabled: false })).post.replay).toBeUndefined();
      expect(await shown(post.id)).toBeUndefined();
      expect(await statusOf(clip)).toBe(404);
      await change({ replayEnabled: true });
      await isShown(post.id);
      await change({ contentRating: 'adult' });
      expect([await statusOf(clip), await statusOf(clip, bob.client)]).toEqual([404, 200]);
      await change({ contentRating: 'everyone' });
      const moderated = (work: (posts: ModeratedPosts) => Promise<void>) =>
        app.get(UnitOfWork).run(() => work(app.get(ModeratedPosts)));
      await moderated((posts) => posts.hide({ kind: 'post', id: post.id }, null, Date.now()));
      expect([await statusOf(clip), await statusOf(clip, ann.client)]).toEqual([404, 404]);
      await moderated((posts) => posts.restore({ kind: 'post', id: post.id }));
      expect(await statusOf(clip)).toBe(200);
      await ann.live.do('feed.deletePost', { postId: post.id });
      expect(await statusOf(clip)).toBe(404);
      const blobs = app.get(BlobStore);
      await eventually('the clip is gone', async () => (await blobs.sizeOf(clip.slice(-64))) === null);
      // The take has it, too.
      expect(await blobs.sizeOf(sheet.sha256)).toBe(sheet.bytes);
    });

    it('is not made for a publisher who used up the quota for takes', async () => {
      const { post: first } = await publish({}, bob);
      await isShown(first.id);
      await app.get(Database).em.execute(`update post set replay_bytes = ${QUOTA} where id = '${first.id}'`);
      const { post: second } = await publish({}, bob);
      await eventually('it is given up', async () => (await jobsOf(second)).length === 0);
      expect(await shown(second.id)).toBeUndefined();
    });

    it('is not shown when its author does not allow it, no steps were kept, or it is deleted meanwhile', async () => {
      const { post } = await publish({ replayEnabled: false });
      const without = await a({ replayEnabled: true });
      await eventually('its steps were asked for', async () => Boolean((await jobsOf(without))[0]?.['error']));
      expect(await jobsOf(post)).toEqual([]);
      for (const { id } of [post, without]) expect(await shown(id)).toBeUndefined();

      const asked = Promise.withResolvers<void>();
      const answer = Promise.withResolvers<void>();
      const spies = [...new Set([app, far])].map((node) => {
        const replays = node.get(TakeReplays);
        const of = replays.of.bind(replays);
        return jest.spyOn(replays, 'of').mockImplementation(async (...image) => {
          asked.resolve();
          await answer.promise;
          return of(...image);
        });
      });
      const { post: deleted } = await publish();
      await asked.promise;
      await ann.live.do('feed.deletePost', { postId: deleted.id });
      answer.resolve();
      await eventually('it is given up', async () => (await jobsOf(deleted)).length === 0);
      for (const spy of spies) spy.mockRestore();
      expect(await detail(deleted.id)).toEqual({ code: 'FEED_POST_NOT_FOUND' });
    });
  });

  it('[F5] pages follow each order and leave out blocked authors', async () => {
    const tag = `walk ${dialect}`;
    const posts: PostView[] = [];
    for (let n = 0; n < 23; n++) posts.push(await a({ title: `n${n}`, tags: [tag] }, n % 5 === 0 ? bob : ann));
    const ids = (some: readonly PostView[]) => some.map(({ id }) => id);
    const newest = ids(posts.toReversed());
    expect(ids(await allPosts(far.url, `tag=${encodeURIComponent(tag)}`))).toEqual(newest);
    expect(ids((await allPosts(far.url, 'tab=new')).slice(0, 23))).toEqual(newest);
    const liked = posts[2] as PostView;
    await app.get(UnitOfWork).run(() => app.get(Posts).addCounts(new Map([[liked.id, { reactions: 40 }]])));
    expect(ids(await allPosts(far.url, `tab=hot&tag=${encodeURIComponent(tag)}`))).toEqual([
      liked.id,
      ...newest.filter((id) => id !== liked.id),
    ]);
    for (const filter of ['model=tiny-sd-random', 'scheduler=ddim', `authorId=${bob.me.id}`]) {
      for (const tab of ['new', 'hot']) {
        const found = ids(await allPosts(far.url, `tab=${tab}&${filter}`));
        expect(new Set(found).size).toBe(found.length);
        const own = filter.startsWith('author') ? ids(posts.filter(({ author }) => author.id === bob.me.id)) : newest;
        expect(found).toEqual(expect.arrayContaining(own));
      }
    }
    expect(ids(await allPosts(far.url, 'model=none'))).toEqual([]);
    expect((await ann.client.get('/api/posts?cursor=x')).status).toBe(400);
    expect((await new HttpClient(app.url).get('/api/posts?tab=following')).status).toBe(401);
    expect((await page('tab=following', eve.client)).posts).toEqual([]);
    await eve.client.send('PUT', `/api/me/blocks/${bob.me.id}`, undefined);
    const { posts: first, nextCursor } = await page(`tag=${encodeURIComponent(tag)}`, eve.client);
    const unblocked = ids(posts.filter(({ author }) => author.id === ann.me.id).toReversed());
    expect([ids(first), nextCursor]).toEqual([unblocked, null]);
    const { newPostCount } = await eve.live.do('feed.subscribe', { newestId: posts[0]?.id, filters: { tag } });
    expect(newPostCount).toBe(18);
    await eve.client.delete(`/api/me/blocks/${bob.me.id}`);
  });

  it('[F6] subscribing returns the number of new posts', async () => {
    const [first, second] = [await a({ tags: ['missed'] }), await a({ tags: ['missed'] })];
    const now = async (newestId?: string, tag = 'missed') =>
      (await visitor.do('feed.subscribe', { ...(newestId && { newestId }), filters: { tag } })).newPostCount;
    expect([await now(), await now(first.id), await now(second.id)]).toEqual([0, 1, 0]);
    await ann.live.do('feed.deletePost', { postId: first.id });
    expect(await now(first.id)).toBe(1);
    expect((await visitor.do('feed.subscribe', {})).queueTail?.takesAhead).toBeGreaterThanOrEqual(0);
    await visitor.do('feed.unsubscribe', {});
    const silent = await a();
    await visitor.do('feed.subscribe', {});
    const last = removed(silent);
    await ann.live.do('feed.deletePost', { postId: silent.id });
    await last;
  });

  it('[F7] count broadcasts are throttled to two, the last one current', async () => {
    const post = await a();
    const fields: PostCounts[] = [];
    visitor.on('feed.countsChanged', ({ posts }: Counted) => {
      for (const { postId, counts } of posts) if (postId === post.id) fields.push(counts);
    });
    const counted = (comments: number) =>
      visitor.next('feed.countsChanged', ({ posts }) =>
        posts.some(({ postId, counts }) => postId === post.id && counts.comments === comments),
      );
    const unit = app.get(UnitOfWork);
    const flood = (comments: number) =>
      unit.run(async () => {
        await app.get(Posts).addCounts(new Map([[post.id, { comments }]]));
        for (let n = 0; n < 50; n++) unit.publish(new PostCountsChanged(post.id));
      });
    const [first, last] = [counted(1), counted(50)];
    await flood(1);
    await first;
    await flood(49);
    await last;
    expect(fields.length).toBeLessThanOrEqual(2);
  });

  it('[F8] view is counted once per user and day', async () => {
    const post = await a();
    const written = () => Promise.all([app, far].map((node) => node.get(ViewCounter).flush()));
    const counted = (n: number) =>
      visitor.next('feed.countsChanged', ({ posts }) =>
        posts.some(({ postId, counts }) => postId === post.id && counts.views === n),
      );
    const seen = counted(3);
    for (const live of [ann.live, ann.live, bob.live, visitor, await connect(far.url)]) {
      await live.do('feed.openPost', { postId: post.id });
    }
    await written();
    await seen;
    for (const live of [ann.live, visitor]) await live.do('feed.openPost', { postId: post.id });
    await written();
    expect((await bob.live.do('feed.openPost', { postId: post.id })).counts.views).toBe(3);
    expect(await bob.live.rejectionOf('feed.openPost', { postId: randomUUID() })).toBe('FEED_POST_NOT_FOUND');
  });

  it('[F11] [F17] lineage contains sources and remixes', async () => {
    const root = await a({ title: 'root', contentRating: 'adult' });
    const child = await publishTake(bob, (await take({ origin: { postId: root.id } }, bob)).id, { title: 'child' });
    const childTake = await take({ origin: { postId: child.id } });
    const grandchild = await publishTake(ann, (await take({ origin: { takeId: childTake.id } })).id, { title: 'last' });
    const hidden = await createRoom(bob, { visibility: 'private' });
    await openRoom(bob, hidden.id);
    await finishedTake(app, bob, hidden.id, { origin: { postId: root.id } });
    const titles = (nodes: PostDetail['lineage']['ancestors']) =>
      nodes.map(({ kind, title, distance }) => `${kind} ${title} ${distance}`);
    const { lineage } = await detail(grandchild.id, bob.client);
    expect(titles(lineage.ancestors)).toEqual(['post root 3', 'post child 2', 'take a red fox 1']);
    expect(lineage.ancestors.map(({ contentRating }) => contentRating)).toEqual(['adult', 'everyone', undefined]);
    const { descendants, descendantCount } = (await detail(root.id, bob.client)).lineage;
    expect(descendantCount).toBe(3);
    expect(titles(descendants)).toEqual(['post last 3', 'take a red fox 2', 'post child 1']);
    await bob.live.do('feed.deletePost', { postId: child.id });
    expect(titles((await detail(grandchild.id, bob.client)).lineage.ancestors)).toEqual(['take a red fox 1']);
    await publishTake(ann, childTake.id, { title: 'a post by now', contentRating: 'adult' });
    const [parent] = (await detail(grandchild.id, bob.client)).lineage.ancestors;
    expect(parent).toMatchObject({ kind: 'post', title: 'a post by now', contentRating: 'adult' });
  });

  it('[F11] lineage leaves out takes when their room becomes private', async () => {
    const open = await createRoom(ann);
    await openRoom(ann, open.id);
    const takeOfAnn = await finishedTake(app, ann, open.id);
    const heir = await publishTake(ann, (await take({ origin: { takeId: takeOfAnn.id } })).id);
    expect((await detail(heir.id)).lineage.ancestors).toMatchObject([{ kind: 'take', roomId: open.id }]);
    const changes = { visibility: 'private' as const };
    await ann.live.do('rooms.update', { roomId: open.id, clientId: randomUUID(), changes });
    expect((await detail(heir.id)).lineage.ancestors).toEqual([]);
  });

  it('[F12] deleting an account deletes its posts and its names', async () => {
    const joe = await connectUser(app.url, `Joe ${dialect}`);
    await addMember(ann, joe, room.id);
    await openRoom(joe, room.id);
    const own = await a({ title: 'of Joe' }, joe);
    const together = await publishTake(ann, (await take({}, joe)).id);
    const published = removed(own);
    await deleteAccount(joe);
    await published;
    expect(await detail(own.id)).toEqual({ code: 'FEED_POST_NOT_FOUND' });
    const left = (await detail(together.id)).post;
    expect(left.participants.map(({ user }) => user.name)).toEqual(['Ann', '']);
    expect(JSON.stringify(left)).not.toContain('Joe');
  });
});
