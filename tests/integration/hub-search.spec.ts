import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type VersionUsage,
  type HashMatch,
  type HubModelDetail,
  type HubPage,
  LIMITS,
  type ModelList,
  type PostPage,
} from '@visionary/contract';
import { Versions } from '@visionary/hub';
import { Database } from '@visionary/platform/database';
import type { z } from 'zod';
import { folderHash } from '../../libs/diffusion/model-folder/folder-hash.js';
import { TINY_SD, vectorPath } from '../golden/vectors.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { finishedTake, publishTake } from '../support/feed.js';
import { HttpClient } from '../support/http-client.js';
import { TINY } from '../support/jam.js';
import { modelsWithLoras } from '../support/models-with-loras.js';
import { publishModel, type PublishedModel, tinyModelFiles, type ModelInput } from '../support/published-models.js';
import { countingQueries } from '../support/query-counter.js';
import { createRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { notificationsOf } from '../support/community.js';

type Refused = { code?: string };

describe.each(DIALECTS)('model search in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let visitor: HttpClient;
  let member: HttpClient;
  const named = new Map<string, PublishedModel>();

  const lora = async (name: string, input: Partial<ModelInput> = {}) => {
    named.set(name, await publishModel(app, { creator: ann, kind: 'lora', name, ...input }));
  };

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: await modelsWithLoras() });
    [ann, bob] = [await connectUser(app.url, 'Annabel'), await connectUser(app.url, 'Bertrand')];
    visitor = new HttpClient(app.url);
    member = (await connectUser(app.url, 'Carla')).client;
    await lora('Ink wash', {
      form: { description: '毛笔在宣纸上。', tags: ['ink', '水墨'], triggerWords: ['sumi'], license: 'MIT' },
    });
    await lora('Silver', { creator: bob, form: { description: 'Ink-like silver.', tags: ['ink'], base: 'sd1' } });
    await lora('Ember', { form: { tags: ['warm'], contentRating: 'sensitive', base: 'sd1' } });
    await lora('Nocturne', { creator: bob, form: { tags: ['warm'], contentRating: 'adult' } });
    await lora('Plain', { kind: 'weights' });
    await lora('Quartz', { kind: 'model', form: { base: 'sdxl' } });
  });

  const find = async (query: Record<string, string> = {}, client = member) =>
    (await client.get<HubPage>(`/api/hub/models?${new URLSearchParams(query)}`)).body;
  const names = async (query: Record<string, string>) => (await find(query)).models.map(({ name }) => name);

  it('[M93] search finds words of any script, prefixes, and creator names, most relevant first', async () => {
    expect(await names({ search: 'ink' })).toEqual(['Ink wash', 'Silver']);
    expect(await names({ search: '宣纸' })).toEqual(['Ink wash']);
    expect(await names({ search: '墨' })).toEqual(['Ink wash']);
    expect(await names({ search: '纸笔' })).toEqual([]);
    expect(await names({ search: 'SUM' })).toEqual(['Ink wash']);
    expect(await names({ search: 'ink bertrand' })).toEqual(['Silver']);
    expect(await names({ search: 'ink annabel 毛笔' })).toEqual(['Ink wash']);
    expect(await names({ search: '!!!' })).toEqual([]);
    expect(
      await names({
        search: Array.from({ length: 60 }, (_, n) => `w${n}`)
          .join(' ')
          .slice(0, 200),
      }),
    ).toEqual([]);
  });

  it('[M94] facets count without their own filter, and stricter ratings only when requested', async () => {
    const { total, facets, models } = await find();
    expect(models.map(({ name }) => name)).toEqual(['Quartz', 'Plain', 'Silver', 'Ink wash']);
    expect(total).toBe(4);
    expect(facets?.kinds).toEqual([
      { value: 'lora', count: 2 },
      { value: 'model', count: 1 },
      { value: 'weights', count: 1 },
    ]);
    expect(facets?.contentRatings).toEqual([
      { value: 'everyone', count: 4 },
      { value: 'adult', count: 1 },
      { value: 'sensitive', count: 1 },
    ]);
    expect(facets?.tags).toEqual([
      { value: 'ink', count: 2 },
      { value: '水墨', count: 1 },
    ]);
    const narrow = await find({ base: 'sd1', contentRating: 'sensitive', tag: 'warm' });
    expect(narrow.models.map(({ name }) => name)).toEqual(['Ember']);
    expect(narrow.facets?.bases).toEqual([{ value: 'sd1', count: 1 }]);
    expect(narrow.facets?.tags).toEqual([
      { value: 'ink', count: 1 },
      { value: 'warm', count: 1 },
    ]);
    expect(await names({ license: 'MIT' })).toEqual(['Ink wash']);
    expect(await names({ kind: 'lora', contentRating: 'adult', creatorId: bob.me.id })).toEqual(['Nocturne', 'Silver']);
  });

  it('[S76] [S122] visitor finds only models for everyone, and sees no counts of others', async () => {
    const { models, facets } = await find({ contentRating: 'adult', tag: 'warm' }, visitor);
    expect([models, facets?.contentRatings]).toEqual([[], []]);
    const hider = await connectUser(app.url, 'Hider');
    await hider.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    const hidden = await find({ contentRating: 'adult', tag: 'warm' }, hider.client);
    expect(hidden.models).toEqual([]);
    expect(hidden.facets?.contentRatings).toEqual([
      { value: 'adult', count: 1 },
      { value: 'sensitive', count: 1 },
    ]);
  });

  it('[M96] hash resolves to a version, a file, the weights of a LoRA, or a local model', async () => {
    const by = async (hash: string) => (await visitor.get<HashMatch & Refused>(`/api/models/by-hash/${hash}`)).body;
    const { model, version } = named.get('Quartz')!;
    const { files } = (await visitor.get<HubModelDetail>(`/api/hub/models/${model.id}`)).body.model.versions[0]!;
    const whole = {
      kind: 'model',
      versionRef: 'Quartz@1.0',
      modelId: model.id,
      versionId: version.id,
      hash: version.hash,
    };
    expect(await by(version.hash)).toMatchObject(whole);
    expect(await by(version.hash.slice(0, 10).toUpperCase())).toMatchObject(whole);
    const index = files.find(({ path }) => path === 'model_index.json')!;
    expect(await by(index.sha256.slice(0, 10))).toMatchObject({ versionRef: 'Quartz@1.0', file: 'model_index.json' });
    const sql = app.app.get(Database, { strict: false }).query();
    const ink = named.get('Ink wash')!;
    const file = await sql
      .selectFrom('hub_file')
      .selectAll()
      .where('version_id', '=', ink.version.id)
      .executeTakeFirstOrThrow();
    // All LoRA files here have the same weights. The newest is found.
    expect(await by(String(file.weights_hash).slice(0, 12))).toMatchObject({ versionRef: 'Plain@1.0' });
    const folder = await folderHash(TINY_SD);
    expect(await by(folder.slice(0, 12))).toEqual({
      kind: 'model',
      versionRef: TINY.model,
      name: TINY.model,
      hash: folder,
    });
    expect((await by('0123456789')).code).toBe('HUB_HASH_NOT_FOUND');
    expect((await by('012345678')).code).toBe('INVALID');
    await ann.client.patch(`/api/hub/versions/${version.id}`, { state: 'unpublished' });
    expect((await by(version.hash)).code).toBe('HUB_HASH_NOT_FOUND');
    await ann.client.patch(`/api/hub/versions/${version.id}`, { state: 'published' });
  });

  it('[M121] search finds exactly one model when the query is its hash in any case', async () => {
    const { version } = named.get('Silver')!;
    const file = (await app.app.get(Versions, { strict: false }).filesOf(version.id))[0]!;
    for (const hash of [version.hash, version.hash.slice(0, 10), ` ${version.hash.toUpperCase()}`, file.sha256]) {
      expect(await names({ search: hash })).toEqual(['Silver']);
    }
    expect(await names({ search: version.hash, kind: 'model' })).toEqual([]);
    expect(await names({ search: '0123456789' })).toEqual([]);
    // Hidden models are counted separately.
    const adult = await find({ search: named.get('Nocturne')!.version.hash });
    expect([adult.total, adult.facets?.contentRatings]).toEqual([0, [{ value: 'adult', count: 1 }]]);
  });

  it('[M111] local models are distinguished from published ones', async () => {
    const list = async (query: string) => (await visitor.get<z.infer<typeof ModelList>>(`/api/models${query}`)).body;
    const { models, loras } = await list('?from=folder');
    expect([models.map(({ id }) => id), loras.map(({ id }) => id).sort()]).toEqual([
      [TINY.model],
      ['brush', 'strange'],
    ]);
    expect((await list('')).loras.map(({ id }) => id)).toContain('Silver@1.0');
    expect(await list('?from=folder&ids=brush,Silver@1.0')).toMatchObject({ models: [], loras: [{ id: 'brush' }] });
    expect((await visitor.get<Refused>('/api/models?from=elsewhere')).status).toBe(400);
  });

  it('[M97] image count is updated when images are published or deleted', async () => {
    const { model, version } = named.get('Quartz')!;
    const images = async () => (await ann.client.get<HubModelDetail>(`/api/hub/models/${model.id}`)).body.model;
    const room = await createRoom(ann);
    const posts = [];
    for (const prompt of ['one', 'two']) {
      const take = await finishedTake(app, ann, room.id, { prompt, modelHash: version.hash });
      posts.push(await publishTake(ann, take.id));
    }
    await eventually('two are counted', async () => (await images()).counts.images === 2);
    expect((await images()).versions[0]?.images).toBe(2);
    const usage = await ann.client.get<VersionUsage>(`/api/hub/models/${model.id}/usage`);
    expect(usage.body.images).toBe(2);
    await ann.live.do('feed.deletePost', { postId: posts[0]!.id });
    await eventually('one is counted', async () => (await images()).counts.images === 1);
    // Images may be older than the upload of their model.
    await ann.client.delete(`/api/hub/models/${model.id}`);
    const files = await tinyModelFiles('Quartz anew');
    const lost = await publishModel(app, { creator: ann, name: 'Quartz anew', files });
    await publishTake(ann, (await finishedTake(app, ann, room.id, { modelHash: lost.version.hash })).id);
    await ann.client.delete(`/api/hub/models/${lost.model.id}`);
    const back = await publishModel(app, { creator: ann, name: 'Quartz anew', files });
    const counted = async () => (await ann.client.get<HubModelDetail>(`/api/hub/models/${back.model.id}`)).body.model;
    await eventually('it is counted', async () => (await counted()).counts.images === 1);
  });

  it('[M117] image counts once per model when it names several of its versions, and not for a copy', async () => {
    const file = await readFile(vectorPath('lora/lora_kohya.safetensors'));
    const copy = await publishModel(app, {
      creator: ann,
      kind: 'lora',
      name: 'Copy',
      files: new Map([['c.safetensors', file]]),
    });
    const first = await publishModel(app, { creator: bob, kind: 'lora', name: 'Twice' });
    const form = { label: '2.0' };
    const second = await publishModel(app, { creator: bob, kind: 'lora', modelId: first.model.id, form });
    const room = await createRoom(ann);
    const used = (id: string, { version }: PublishedModel) => ({ id, weight: 1, sha256: version.hash });
    const ways = [
      [used('brush', copy)],
      [used('brush', copy), used(copy.version.useId, copy)],
      [used(first.version.useId, first), used(second.version.useId, second)],
    ];
    const posts: string[] = [];
    for (const loras of ways) {
      posts.push((await publishTake(ann, (await finishedTake(app, ann, room.id, { loras })).id)).id);
    }
    const counted = async ({ model }: PublishedModel) => {
      const { body } = await visitor.get<HubModelDetail>(`/api/hub/models/${model.id}`);
      return [body.model.counts.images, ...body.model.versions.map(({ images }) => images)];
    };
    await eventually('each counts once', async () => {
      const both = [...(await counted(copy)), ...(await counted(first))];
      return both.join() === '1,1,1,1,1';
    });
    const gallery = async ({ model }: PublishedModel) =>
      (await visitor.get<PostPage>(`/api/hub/models/${model.id}/posts`)).body.posts.map(({ id }) => id);
    expect([await gallery(copy), await gallery(first)]).toEqual([[posts[1]], [posts[2]]]);
    expect((await notificationsOf(bob)).map(({ kind }) => kind)).toEqual(['modelUsed']);
    // The remaining version of a model keeps its images.
    await ann.live.do('feed.deletePost', { postId: posts[2]! });
    await publishTake(ann, (await finishedTake(app, ann, room.id, { loras: [used(second.version.useId, second)] })).id);
    await eventually('the second alone counts', async () => (await counted(first)).join() === '1,1,0');
    await bob.client.delete(`/api/hub/versions/${second.version.id}`);
    await eventually('nothing is left', async () => (await counted(first)).join() === '0,0');
  });

  it('[M95] search pages list each model once in every order with a constant number of queries', async () => {
    const sql = app.app.get(Database, { strict: false }).query();
    const many = LIMITS.hubPerPage + 3;
    for (let n = 0; n < many; n++) {
      const { model } = await publishModel(app, {
        creator: bob,
        // A job counts the images of models and LoRAs after they are published. It would overwrite the counts below.
        kind: 'weights',
        name: `Row ${n}`,
        form: { description: 'rowing' },
      });
      const counts = { likes: n % 5, downloads: n % 3, image_count: n % 7 };
      await sql.updateTable('hub_model').set(counts).where('id', '=', model.id).execute();
    }
    const count = countingQueries(app);
    for (const sort of ['new', 'used', 'liked', 'downloads', 'relevance'] as const) {
      const seen: HubPage['models'] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: HubPage = await find({ search: 'rowing', sort, ...(cursor && { cursor }) });
        expect(page.total).toBe(many);
        expect(Boolean(page.facets)).toBe(cursor === '');
        seen.push(...page.models);
        cursor = page.nextCursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(many);
      expect(seen).toHaveLength(many);
      const by = { used: 'images', liked: 'likes', downloads: 'downloads' } as const;
      if (sort in by) {
        const values = seen.map(({ counts }) => counts[by[sort as keyof typeof by]]);
        expect(values).toEqual([...values].sort((a, b) => b - a));
      }
    }
    const few = await count(() => find({ search: 'silver ember quartz' }));
    const one = await count(() => find({ search: 'silver', contentRating: 'adult' }));
    const full = await count(() => find({ search: 'rowing', contentRating: 'adult' }));
    expect(full).toBe(one);
    expect(few).toBeLessThanOrEqual(one + 2);
    expect((await visitor.get<Refused>('/api/hub/models?cursor=nonsense')).body.code).toBe('INVALID');
  });

  it('[M94] an upscaler is found under each base', async () => {
    await lora('Sharp', { kind: 'upscaler', form: { tags: ['sharp'] } });
    const bases = ['sd1', 'sdxl', 'other'] as const;
    expect(await Promise.all(bases.map((base) => names({ base, tag: 'sharp' })))).toEqual([['Sharp'], ['Sharp'], []]);
  });
});
