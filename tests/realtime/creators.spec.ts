import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  SearchResults,
  UserModelList,
  NotificationView,
  AdditionKind,
  HubModelDetail,
  PostDetail,
  PostPage,
  PostView,
  ProfileDetail,
  RoomView,
} from '@visionary/contract';
import { ModelCredits, Versions } from '@visionary/hub';
import { bootApp, type RunningApp } from '../support/app.js';
import { feedPage, finishedTake, publishTake } from '../support/feed.js';
import { eventually } from '../support/eventually.js';
import { TINY, TINY_MODELS } from '../support/jam.js';
import { exportOf, deleteAccount } from '../support/users.js';
import { publishModel } from '../support/published-models.js';
import { createRoom, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { notificationsOf, unreadNotificationsOf } from '../support/community.js';

type Used = Extract<NotificationView, { kind: 'modelUsed' }>;

describe.each(DIALECTS)('creators of models in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let eve: ConnectedUser;
  let room: RoomView;
  let modelHash: string;
  let moment = 0;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
    [bob, eve] = await connectUsers(app.url, 'Bob', 'Eve');
    room = await createRoom(bob);
  });
  /** A separate creator and files for each test. */
  beforeEach(async () => {
    ann = await connectUser(app.url);
    modelHash = randomUUID().replaceAll('-', '').padEnd(64, '0');
    await credits().assign({ kind: 'model', hash: modelHash, name: TINY.model, userId: ann.me.id, at: ++moment });
  });

  const credits = () => app.get(ModelCredits);
  const publish = async (
    user: ConnectedUser,
    takeInput: Parameters<typeof finishedTake>[3] = {},
    facts: { description?: string } = {},
  ) => publishTake(user, (await finishedTake(app, user, room.id, { modelHash, ...takeInput })).id, facts);
  const dataOf = async (user: ConnectedUser) => (await exportOf(user)).json('models.json');
  const uses = async (user: ConnectedUser) => (await notificationsOf(user)) as Used[];
  const remove = ({ live }: ConnectedUser, { id }: PostView) => live.do('feed.deletePost', { postId: id });
  const get = async <T>(path: string) => (await bob.client.get<T>(path)).body;

  it('[F57] creator gets one notification with image and user counts until read', async () => {
    const event = ann.live.next('me.notificationReceived', ({ notification }) => notification?.kind === 'modelUsed');
    const first = await publish(bob);
    expect(await event).toMatchObject({
      notification: { model: { kind: 'model', id: TINY.model }, images: 1, count: 1, post: { id: first.id } },
      unread: 1,
    });
    await publish(bob);
    const last = await publish(eve);
    await publish(ann);
    const [one, ...others] = await uses(ann);
    expect([one, others]).toMatchObject([{ images: 3, count: 2, post: { id: last.id }, isRead: false }, []]);
    expect(one?.users.map(({ id }) => id)).toEqual([eve.me.id, bob.me.id]);
    await remove(eve, last);
    expect(await uses(ann)).toMatchObject([{ id: one?.id, images: 2, count: 1, users: [{ id: bob.me.id }] }]);
    await ann.live.do('me.markNotificationsRead', {});
    const another = await publish(eve);
    expect(await uses(ann)).toMatchObject([
      { images: 1, count: 1, post: { id: another.id }, isRead: false },
      { id: one?.id, images: 2, isRead: true },
    ]);
    await remove(eve, another);
    expect([await uses(ann), await unreadNotificationsOf(ann)]).toMatchObject([[{ id: one?.id }], 0]);
  });

  it('[F57] concurrent publications are counted per model without blocked users', async () => {
    const lora = { id: 'moss', weight: 1, sha256: modelHash.replace(/^./, 'x') };
    await credits().assign({ kind: 'lora', hash: lora.sha256, name: 'moss', userId: ann.me.id, at: 2 });
    await Promise.all([bob, eve, bob, eve].map((user) => publish(user, { loras: [lora] })));
    const seen = (await uses(ann)).map(({ model, images, count }) => [model.kind, images, count]);
    expect(seen.sort()).toEqual([
      ['lora', 4, 2],
      ['model', 4, 2],
    ]);
    await ann.live.do('me.markNotificationsRead', {});
    await ann.client.send('PUT', `/api/me/blocks/${bob.me.id}`, undefined);
    await publish(bob);
    await ann.live.do('me.setNotificationPreference', { choice: 'models', on: false });
    await publish(eve);
    await ann.live.do('me.setNotificationPreference', { choice: 'models', on: true });
    expect(await unreadNotificationsOf(ann)).toBe(0);
    await publish(eve, {}, { description: `thank you, <@${ann.me.id}>` });
    expect((await notificationsOf(ann)).filter(({ isRead }) => !isRead)).toMatchObject([{ kind: 'postMention' }]);
  });

  it('[F90] post, profile, and search name the creator', async () => {
    const lora = { id: 'moss', weight: 0.5, sha256: modelHash };
    await credits().assign({ kind: 'lora', hash: lora.sha256, name: 'moss', userId: eve.me.id, at: 3 });
    const post = await publish(bob, { loras: [lora] });
    const detail = await get<PostDetail>(`/api/posts/${post.id}`);
    expect(detail.post.model).toMatchObject({ id: TINY.model, creator: { id: ann.me.id, name: ann.me.name } });
    expect(detail.parameters.loras).toMatchObject([
      { id: 'moss', weight: 0.5, known: false, creator: { id: eve.me.id } },
    ]);
    const other = await publish(bob, { modelHash: 'e'.repeat(64) });
    expect((await get<PostDetail>(`/api/posts/${other.id}`)).post.model).not.toHaveProperty('creator');
    const { profile } = await get<ProfileDetail>(`/api/users/${ann.me.id}`);
    expect(profile.counts.models).toBe(1);
    const { made } = await get<UserModelList>(`/api/users/${ann.me.id}/models`);
    const total = (await get<SearchResults>(`/api/search?model=${TINY.model}&kind=posts`)).posts.total;
    expect(made).toMatchObject([{ kind: 'model', id: TINY.model, title: expect.any(String), images: total }]);
    expect(made[0]?.cover[0]?.id).toBe(other.id);
    const [his] = (await get<UserModelList>(`/api/users/${eve.me.id}/models`)).made;
    expect(his).toMatchObject({ kind: 'lora', id: 'moss' });
    expect(his).not.toHaveProperty('title');
    expect((await get<UserModelList>(`/api/users/${bob.me.id}/models`)).made).toEqual([]);
    const named = await get<SearchResults>(`/api/search?text=${encodeURIComponent(ann.me.name)}&kind=models`);
    expect(named.models).toMatchObject([{ id: TINY.model, creator: { id: ann.me.id } }]);
  });

  it('[F96] images made with embeddings, VAEs, ControlNets, and upscalers are counted, listed, and credited to their creators', async () => {
    const published = async (kind: AdditionKind) => {
      const files = new Map([[`${kind}.safetensors`, Buffer.from(`${kind} ${randomUUID()}`)]]);
      const { model, version } = await publishModel(app, {
        creator: ann,
        kind,
        files,
        name: `${kind} ${randomUUID()}`,
      });
      return { id: version.useId, sha256: version.hash, modelId: model.id };
    };
    const [style, unused, vae] = [await published('embedding'), await published('embedding'), await published('vae')];
    const [lines, sharp] = [await published('controlnet'), await published('upscaler')];
    const fileOf = ({ id, sha256 }: typeof vae) => ({ id, sha256 });
    const hires = {
      upscaler: sharp.id,
      sha256: sharp.sha256,
      scale: 2,
      steps: 2,
      strength: 0.5,
      width: 128,
      height: 128,
    };
    const control = { ...fileOf(lines), weight: 1, start: 0, end: 1, imageSha256: 'a'.repeat(64) };
    const post = await publish(bob, {
      prompt: 'a fox in some-style',
      job: {
        embeddings: [
          { ...fileOf(style), word: 'some-style' },
          { ...fileOf(unused), word: 'elsewhere' },
        ],
        ...{ vae: fileOf(vae), controls: [control, control], hires },
      },
    });
    const countOf = async ({ modelId }: typeof vae) =>
      (await get<HubModelDetail>(`/api/hub/models/${modelId}`)).model.counts.images;
    for (const one of [style, vae, lines, sharp]) {
      await eventually('it is counted', async () => (await countOf(one)) === 1);
      expect((await get<PostPage>(`/api/hub/models/${one.modelId}/posts`)).posts.map(({ id }) => id)).toEqual([
        post.id,
      ]);
    }
    const { parameters } = await get<PostDetail>(`/api/posts/${post.id}`);
    const creator = { id: ann.me.id };
    expect(parameters).toMatchObject({
      embeddings: [{ id: style.id, creator }, { id: unused.id }],
      ...{ vae: { id: vae.id, creator }, controls: [{ id: lines.id, creator }, { creator }], hires: { creator } },
    });
    expect(parameters.embeddings?.[1]).not.toHaveProperty('creator');
    expect(await countOf(unused)).toBe(0);
    const kinds = (await uses(ann)).map(({ model, images }) => [model.kind, images]);
    expect(kinds.sort()).toEqual([
      ['controlnet', 1],
      ['embedding', 1],
      ['model', 1],
      ['upscaler', 1],
      ['vae', 1],
    ]);
    const { posts } = await feedPage(app.url, `embedding=${encodeURIComponent(style.id)}`);
    expect(posts.map(({ id }) => id)).toEqual([post.id]);
    await remove(bob, post);
    await eventually('it is no longer counted', async () => (await countOf(vae)) === 0);
  });

  it('[F91] LoRA filter applies to feed and search', async () => {
    const id = `lora ${modelHash.slice(0, 8)}`;
    const lora = { id, weight: 1, sha256: 'c'.repeat(64) };
    const posts = [await publish(bob, { loras: [lora] }), await publish(eve, { loras: [lora] })];
    await publish(bob);
    const query = `lora=${encodeURIComponent(id)}`;
    const newest = posts.map((post) => post.id).reverse();
    expect((await feedPage(app.url, query)).posts.map((post) => post.id)).toEqual(newest);
    expect((await feedPage(app.url, `tab=hot&${query}`)).posts).toHaveLength(2);
    expect((await feedPage(app.url, `${query}&authorId=${eve.me.id}`)).posts.map((post) => post.id)).toEqual([
      newest[0],
    ]);
    for (const text of ['', 'red']) {
      const { posts: found } = await get<SearchResults>(`/api/search?kind=posts&text=${text}&${query}`);
      expect([found.total, found.posts.map((post) => post.id)]).toEqual([2, newest]);
    }
    await remove(eve, posts[1] as PostView);
    expect((await feedPage(app.url, query)).posts.map((post) => post.id)).toEqual([posts[0]?.id]);
  });

  it('[M110] data export contains published versions with files and credits', async () => {
    const form = { license: 'MIT' as const, notes: 'Less grey', triggerWords: ['ink'] };
    const first = await publishModel(app, {
      creator: ann,
      kind: 'lora',
      name: '水墨',
      form: { ...form, label: '1.0' },
    });
    const more = { modelId: first.model.id, form: { ...form, label: '1.1' } };
    const { version } = await publishModel(app, { creator: ann, kind: 'lora', name: '水墨', ...more });
    await publishModel(app, { creator: bob, kind: 'lora' });
    const files = await app.get(Versions).filesOf(version.id);
    const facts = { kind: 'lora', name: '水墨', license: 'MIT', state: 'published', notes: 'Less grey' };
    expect(await dataOf(ann)).toMatchObject([
      {
        ...{ ...facts, label: '1.1', useId: '水墨@1.1', hash: version.hash, triggerWords: ['ink'] },
        publishedAt: new Date(version.at).toISOString(),
        files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
      },
      { ...facts, label: '1.0', hash: first.version.hash, files: [{ sha256: first.version.hash }] },
      { kind: 'model', name: TINY.model, hash: modelHash },
    ]);
  });

  it('[F90] credits are exported, and deleted accounts are not named', async () => {
    const post = await publish(bob);
    expect(await dataOf(ann)).toMatchObject([{ kind: 'model', name: TINY.model, hash: modelHash }]);
    await deleteAccount(ann);
    expect(await credits().by(ann.me.id)).toEqual([]);
    expect((await get<PostDetail>(`/api/posts/${post.id}`)).post.model).not.toHaveProperty('creator');
  });
});
