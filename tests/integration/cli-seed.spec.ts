import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CollectionList,
  SearchResults,
  HubModelDetail,
  HubPage,
  LobbyView,
  PostDetail,
  PostPage,
  ProfileDetail,
  SeedStatus,
} from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { finishedTake } from '../support/feed.js';
import { TINY, TINY_MODELS } from '../support/jam.js';
import { PASSWORD } from '../support/users.js';
import { openRoom, type ConnectedUser, sendText, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder, isFirstDialect } from '../support/services.js';
import { visionary, visionaryHere } from '../support/visionary.js';
import { addComment } from '../support/community.js';

/** The second is made from the first. */
const COUNT = 2;
const HUB_ROWS = ['hub_model', 'hub_version', 'hub_file', 'hub_draft', 'hub_draft_file', 'hub_review'];
const SEEDED = ['room_event', 'take', 'comment', 'notification', ...HUB_ROWS];
interface Listing {
  readonly loras: readonly { readonly id: string }[];
}
const LORAS = ['cyanotype.json', 'cyanotype.safetensors', 'cyanotype.webp'];

describe.each(DIALECTS)('visionary seed on %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let dataDir: string;
  let modelsDir: string;
  let settings: Record<string, string>;
  let feed: PostPage;

  beforeAll(async () => {
    dataDir = freshFolder();
    const databaseUrl = dialect === 'mysql' ? await freshDatabase(dialect) : `sqlite:${dataDir}/visionary.sqlite`;
    modelsDir = freshFolder();
    for (const part of ['visionary-mini', 'loras']) {
      cpSync(`models/${part}`, join(modelsDir, part), { recursive: true });
    }
    cpSync(join(TINY_MODELS, TINY.model), join(modelsDir, TINY.model), { recursive: true });
    settings = { DATA_DIR: dataDir, MODELS_DIR: modelsDir, ...(dialect === 'mysql' && { DATABASE_URL: databaseUrl }) };
    app = await bootApp({ dataDir, databaseUrl, modelsDir });
    ann = await connectUser(app.url, 'Mira Holt');
  });

  const seed = (...args: string[]) => visionary(['seed', ...args], settings);
  /** The same in this process. */
  const seedHere = (...args: string[]) => visionaryHere(['seed', ...args], settings);
  const get = async <T>(path: string) => (await ann.client.get<T>(path)).body;
  const images = () =>
    readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  const loras = () => readdirSync(join(modelsDir, 'loras')).sort();
  const rows = (table: string, where?: string) => rowsOf(app, table, where);

  it('[T12] seed adds users, rooms and images marked as samples, once when it runs again', async () => {
    // The server caches its list of LoRAs until it sees a change; the seed is another process without a common bus.
    expect((await get<Listing>('/api/models')).loras.map(({ id }) => id)).not.toContain('Frost@1.0');
    // As a process on one database: each start takes seconds.
    const seedFirst = isFirstDialect(dialect) ? seed : seedHere;
    expect(await seedFirst('--count', String(COUNT))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Added 2 sample images and 2 models/),
    });
    feed = await get<PostPage>('/api/posts');
    expect(feed.posts.map(({ title, isSample }) => [title, isSample])).toEqual([
      ['Night watch', true],
      ['First snow', true],
    ]);
    const [second, first] = feed.posts;
    const detail = await get<PostDetail>(`/api/posts/${second?.id}`);
    expect(detail.lineage.ancestors.map(({ id }) => id)).toEqual([first?.id]);
    expect(detail.parameters).toMatchObject({ prompt: 'an owl in the snow', strength: 0.7 });
    const [lora] = detail.parameters.loras;
    expect(lora).toMatchObject({ id: 'Frost@1.0', name: 'Frost 1.0', known: true, creator: { name: '陈望山' } });
    expect(loras()).toEqual(LORAS);
    // Her name was taken.
    expect(first).toMatchObject({ author: { name: 'Mira Holt 2' }, room: { name: 'Snow and stars' } });
    expect(first?.counts.comments).toBe(2);
    const profile = await get<ProfileDetail>(`/api/users/${first?.author.id}`);
    expect(profile.profile).toMatchObject({ isSample: true, counts: { posts: COUNT, rooms: 4 } });
    expect((await get<LobbyView>('/api/rooms')).openTotal).toBe(4);
    expect((await get<SearchResults>('/api/search?text=snow&kind=posts')).posts.total).toBe(COUNT);
    const collections = await get<CollectionList>(`/api/users/${second?.author.id}/collections`);
    expect(collections.collections).toMatchObject([{ title: 'Night shift', count: COUNT }]);
    // The server counts the images of the seeded models in background jobs.
    await eventually('images are counted', async () => (await rows('job', "kind = 'feed.countImages'")).length === 0);
    const all = () => Promise.all(SEEDED.map((table) => rows(table)));
    const before = await all();
    expect(await seedHere('--count', String(COUNT))).toMatchObject({ code: 0 });
    expect(await all()).toEqual(before);
    for (const password of ['', '!', PASSWORD]) {
      const answer = await ann.client.post('/api/session', { name: 'Mira Holt 2', password });
      expect([400, 401]).toContain(answer.status);
    }
  });

  it('[T16] seed publishes hub models with versions, reviews, comments and a gallery', async () => {
    const { models } = await get<HubPage>('/api/hub/models');
    expect(models.map(({ name, isSample }) => [name, isSample]).sort()).toEqual([
      ['Frost', true],
      ['Wash', true],
    ]);
    const frost = models.find(({ name }) => name === 'Frost');
    const detail = await get<HubModelDetail>(`/api/hub/models/${frost?.id}`);
    expect(detail.model).toMatchObject({ license: 'MIT', creator: { name: '陈望山' }, kind: 'lora' });
    expect(detail.model.versions.map(({ label, images }) => [label, images])).toEqual([
      ['1.1', 0],
      ['1.0', 1],
    ]);
    expect(detail.model.counts).toMatchObject({ likes: 4, reviews: 3, comments: 3 });
  });

  it('[T13] seed --remove removes the samples and nothing else', async () => {
    const { open } = await get<LobbyView>('/api/rooms');
    const roomId = open.find(({ room }) => room.name === 'Still lifes')?.room.id ?? '';
    await openRoom(ann, roomId);
    await sendText(ann, roomId, 'I like it here');
    const [post] = feed.posts;
    await addComment(ann, { kind: 'post', id: post?.id ?? '' }, 'lovely');
    await ann.live.do('users.follow', { userId: post?.author.id ?? '', on: true });
    const { body: mine } = await ann.client.post<{ id: string }>('/api/collections', { title: 'Mine' });
    await ann.client.send('PUT', `/api/collections/${mine.id}/posts/${post?.id}`, {});
    expect(await seedHere('--remove')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'Removed 2 sample images, 6 users with their models, and 3 rooms. Kept 1 of their rooms',
      ),
    });
    for (const table of [
      'post',
      'post_tag',
      'post_addition',
      'model_credit',
      'post_search',
      'comment',
      'follow',
      'collection_post',
      'seed_record',
      'take_counter',
      ...HUB_ROWS,
    ]) {
      expect([table, await rows(table)]).toEqual([table, []]);
    }
    expect(await rows('account')).toMatchObject([{ username: 'Mira Holt' }]);
    expect(await rows('collection')).toMatchObject([{ title: 'Mine' }]);
    expect(await rows('room')).toMatchObject([{ id: roomId, owner_id: ann.me.id }]);
    expect(await rows('message')).toMatchObject([{ text: 'I like it here' }]);
    expect(images()).toEqual([]);
    expect(loras()).toEqual(LORAS);
    const { id } = await finishedTake(app, ann, roomId, { status: 'rendering' });
    expect(await seedHere('--remove')).toMatchObject({ code: 0, stdout: expect.stringContaining('Removed 0 sample') });
    // Takes that a server renders meanwhile are kept.
    expect(await rows('take')).toMatchObject([{ id, status: 'rendering' }]);
  });

  it('[T28] an admin adds the samples beside the running server, and removes them in one act', async () => {
    const path = '/api/admin/samples';
    expect(await ann.client.post(path)).toMatchObject({ status: 403 });
    await appoint(app, ann.me.name);
    expect(await ann.client.post(path)).toMatchObject({ status: 200, body: { images: 0, isAdding: true } });
    await eventually('the first sample is there', async () => (await rows('seed_record')).length > 0);
    expect((await get<SeedStatus>(path)).isAdding).toBe(true);
    const removed = { status: 200, body: { images: 0, isAdding: false } };
    expect(await ann.client.delete(path)).toMatchObject(removed);
    expect(await rows('seed_record')).toEqual([]);
    expect(await ann.client.get(path)).toMatchObject(removed);
  });
});
