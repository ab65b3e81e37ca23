import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS, type MyPromptPage, type MyTakePage, type TakeActivityView } from '@visionary/contract';
import { PageMyTakes } from '@visionary/generation';
import { Database } from '@visionary/platform/database';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { promptKeyOf } from '../../libs/generation/storage/take-row.js';
import { PostSearchFixture } from '../support/post-search-fixture.js';
import { HttpClient } from '../support/http-client.js';
import { recordingQueries } from '../support/query-counter.js';
import { createRoom, addMember, type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { insertTakes, takeRow } from '../support/finished-takes.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('my takes in %s', (dialect) => {
  let app: RunningApp;
  let postSearchFixture: PostSearchFixture;
  let made = 0;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    postSearchFixture = new PostSearchFixture(app.get(Database));
  });

  /** Each a second after the one before. */
  const rendered = async (author: ConnectedUser, roomId: string, about: Record<string, string> = {}) => {
    const number = ++made;
    const id = postSearchFixture.newId();
    const images = JSON.stringify([{ width: 64, height: 64, seed: 7, sha256: 'a'.repeat(64) }]);
    const visible = { id, prompt: `take ${number}`, images, queued_at: number * 1_000, ...about };
    await insertTakes(app, takeRow({ roomId, authorId: author.me.id, number }, visible));
    return id;
  };
  const read = async ({ client }: ConnectedUser, query = '') =>
    (await client.get<MyTakePage>(`/api/me/takes?${query}`)).body;
  const idsOf = ({ takes }: MyTakePage) => takes.map(({ take }) => take.id);
  const prompts = async ({ client }: ConnectedUser, query = '') =>
    (await client.get<MyPromptPage>(`/api/me/prompts?${query}`)).body;

  it('[F79] my takes of all rooms come newest first with posts and room access', async () => {
    const [ann, bob] = await connectUsers(app.url, `Ann ${dialect}`, `Bob ${dialect}`);
    const open = await createRoom(bob, { name: 'Open' });
    const secret = await createRoom(bob, { name: 'Then', visibility: 'private' });
    await addMember(bob, ann, secret.id);
    const direct = (await ann.client.post<{ id: string }>('/api/direct-rooms', { userId: bob.me.id })).body;
    const ids = [await rendered(ann, open.id), await rendered(ann, secret.id), await rendered(ann, direct.id)];
    await rendered(bob, open.id);
    const post = postSearchFixture.post({ take: { takeId: ids[0] as string, index: 0 }, authorId: ann.me.id });
    await postSearchFixture.publishAll([post]);
    const about = { roomId: secret.id, clientId: randomUUID() };
    const there = await read(ann);
    expect(idsOf(there)).toEqual(ids.toReversed());
    expect(there.takes.map(({ room }) => [room.name, room.canOpen])).toEqual([
      [bob.me.name, true],
      ['Then', true],
      ['Open', true],
    ]);
    expect(there.takes.map(({ postIds }) => postIds)).toEqual([{}, {}, { 0: post.id }]);
    expect(there.takes[2]?.take).toMatchObject({ author: { id: ann.me.id }, status: 'finished' });
    await bob.live.do('rooms.kick', { ...about, userId: ann.me.id });
    expect((await read(ann)).takes[1]?.room).toEqual({ id: secret.id, name: '', canOpen: false });
    expect((await new HttpClient(app.url).get('/api/me/takes')).status).toBe(401);
  });

  it('[F92] published takes of a room are listed for its readers, without takes of other rooms', async () => {
    const [ann, bob] = [await connectUser(app.url), await connectUser(app.url)];
    const room = await createRoom(ann, { visibility: 'private' });
    const other = await createRoom(ann);
    const [visible, hidden, elsewhere] = [
      await rendered(ann, room.id),
      await rendered(ann, room.id),
      await rendered(ann, other.id),
    ];
    const about = (takeId: string, roomId: string) =>
      postSearchFixture.post({ take: { takeId, index: 1 }, roomId, authorId: ann.me.id });
    const post = about(visible, room.id);
    await postSearchFixture.publishAll([post, about(elsewhere, other.id)]);
    const ask = (client: HttpClient, ids: string) => client.get(`/api/rooms/${room.id}/published-takes?takeIds=${ids}`);
    expect((await ask(ann.client, [visible, hidden, elsewhere].join())).body).toEqual({
      takes: [{ takeId: visible, postIds: { 1: post.id } }],
    });
    expect((await ask(ann.client, '')).body).toEqual({ takes: [] });
    expect((await ask(ann.client, 'x')).status).toBe(400);
    expect((await ask(bob.client, visible)).body).toMatchObject({ code: 'ROOMS_NOT_FOUND' });
  });

  it('[B163] published adult takes are listed for users who hide them, but not for visitors', async () => {
    const ann = await connectUser(app.url);
    const room = await createRoom(ann);
    const takeId = await rendered(ann, room.id);
    const about = { take: { takeId, index: 0 }, roomId: room.id, authorId: ann.me.id };
    const post = { ...postSearchFixture.post(about), contentRating: 'adult' as const };
    await postSearchFixture.publishAll([post]);
    await ann.client.patch('/api/me', { sensitiveContentMode: 'hide' });
    const ask = async (client: HttpClient) =>
      (await client.get(`/api/rooms/${room.id}/published-takes?takeIds=${takeId}`)).body;
    expect(await ask(ann.client)).toEqual({ takes: [{ takeId, postIds: { 0: post.id } }] });
    expect(await ask(new HttpClient(app.url))).toEqual({ takes: [] });
  });

  it('[F79] takes are found by Chinese and English prompts and by status, page by page', async () => {
    const cara = await connectUser(app.url);
    const room = await createRoom(cara);
    const moon = await rendered(cara, room.id, { prompt: '月光下的灯塔, Ｌighthouse' });
    const failed = await rendered(cara, room.id, { prompt: 'a LIGHTHOUSE', status: 'failed', images: '[]' });
    const others: string[] = [];
    for (let n = 0; n < LIMITS.takesPerPage + 5; n++) {
      others.push(await rendered(cara, room.id, { prompt: `sea ${n}` }));
    }
    const search = (text: string) => read(cara, `search=${encodeURIComponent(text)}`).then(idsOf);
    expect(await search('月光')).toEqual([moon]);
    expect(await search('lighthouse')).toEqual([failed, moon]);
    expect(await search('灯塔 light')).toEqual([moon]);
    expect(await search('100%')).toEqual([]);
    expect(await read(cara, 'status=failed').then(idsOf)).toEqual([failed]);
    const first = await read(cara, 'search=SEA');
    const second = await read(cara, `search=SEA&cursor=${first.nextCursor ?? ''}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(others.toReversed());
    expect(second.nextCursor).toBeNull();
    expect((await cara.client.get(`/api/me/takes?cursor=1'`)).status).toBe(400);
  });

  it('[F80] each prompt is listed once, last used first, with its count and newest image', async () => {
    const dan = await connectUser(app.url);
    const room = await createRoom(dan);
    const texts = { prompt: '雨中的猫 a cat', negative: 'blurry' };
    const first = await rendered(dan, room.id, texts);
    await rendered(dan, room.id, { prompt: texts.prompt });
    const last = await rendered(dan, room.id, { ...texts, status: 'failed', images: '[]' });
    const page = await prompts(dan);
    expect(page.prompts).toMatchObject([
      { ...texts, times: 2, takeId: last, previewUrl: `/api/takes/${first}/images/0`, lastAt: made * 1_000 },
      { prompt: texts.prompt, negative: '', times: 1 },
    ]);
    for (let n = 0; n < LIMITS.promptsPerPage; n++) await rendered(dan, room.id, { prompt: `Dog ${n}` });
    expect((await prompts(dan, `search=${encodeURIComponent('猫 cat')}`)).prompts).toHaveLength(2);
    expect((await prompts(dan, 'search=blurry')).prompts).toHaveLength(1);
    expect((await prompts(dan, 'search=dog')).nextCursor).toBeNull();
    const newest = await prompts(dan);
    expect(newest.prompts.map(({ prompt }) => prompt)).toEqual(
      Array.from({ length: LIMITS.promptsPerPage }, (_, n) => `Dog ${LIMITS.promptsPerPage - 1 - n}`),
    );
    const rest = await prompts(dan, `cursor=${newest.nextCursor ?? ''}`);
    expect(rest.prompts.map(({ takeId }) => takeId)).toEqual(page.prompts.map(({ takeId }) => takeId));
    expect((await dan.client.get('/api/me/prompts?cursor=x')).status).toBe(400);
  });

  it('[F80] search reads a bounded number of takes per page', async () => {
    const eve = await connectUser(app.url);
    const room = await createRoom(eve);
    const needle = { prompt: 'a needle', negative: 'hay' };
    await rendered(eve, room.id, needle);
    const rows = Array.from({ length: 4_500 }, (_, n) => {
      const number = ++made;
      const prompt = `straw ${n % 1_500}`;
      const [id, prompt_key] = [postSearchFixture.newId(), promptKeyOf({ prompt, negative: '' })];
      const of = { roomId: room.id, authorId: eve.me.id, number };
      return takeRow(of, { id, prompt, prompt_key, queued_at: number * 1_000 });
    });
    await insertTakes(app, ...rows);
    const pages = app.get(PageMyTakes);
    const answersOf = recordingQueries(app.get(Database));
    const expectFewReads = (answers: Awaited<ReturnType<typeof answersOf>>, most: number) => {
      expect(answers.length).toBeLessThanOrEqual(10);
      expect(answers.flat().length).toBeLessThanOrEqual(most);
    };
    /** Everything a search finds, page by page. */
    const found = async (search: string) => {
      const all: (readonly [prompt: string, times: number])[] = [];
      let [cursor, requests]: [string | null, number] = [null, 0];
      do {
        const answers = await answersOf(async () => {
          const { prompts: page, next } = await pages.prompts(eve.me.id, search, cursor, LIMITS.promptsPerPage);
          all.push(...page.map(({ prompt, times }) => [prompt, times] as const));
          cursor = next?.id ?? null;
        });
        expectFewReads(answers, 2_000 + 2 * LIMITS.promptsPerPage + 1);
        requests += 1;
      } while (cursor !== null);
      return { all, requests };
    };
    expect(await found('needle')).toEqual({ all: [[needle.prompt, 1]], requests: 3 });
    expect((await found('straw 1499')).all).toEqual([['straw 1499', 3]]);
    const everything = (await found('')).all;
    expect(everything).toHaveLength(1_501);
    expect(new Set(everything.map(([prompt]) => prompt)).size).toBe(1_501);
    const listQuery = { search: 'needle', status: 'all', after: null, limit: LIMITS.takesPerPage } as const;
    expectFewReads(await answersOf(() => pages.run(eve.me.id, listQuery)), 2_000);
    await rendered(eve, room.id, needle);
    expect((await found('needle')).all).toEqual([[needle.prompt, 2]]);
  });

  it('[G16] admins, and nobody else, get the takes of the last 24 hours by the hour', async () => {
    const [ann, boss] = await connectUsers(app.url, `Hour ${dialect}`, `Boss ${dialect}`);
    expect((await ann.client.get('/api/admin/activity')).status).toBe(403);
    await appoint(app, boss.me.name);
    const room = await createRoom(ann);
    const now = Date.now();
    const started = [30, 24.5, 23.5, 1.5, 1.4, 0.5].map((hours) => now - hours * 3_600_000);
    const rows = started.map((started_at, at) =>
      takeRow({ roomId: room.id, authorId: ann.me.id, number: 1_000 + at }, { started_at }),
    );
    await insertTakes(app, ...rows);
    const { body } = await boss.client.get<TakeActivityView>('/api/admin/activity');
    expect(Math.abs(body.since - (now - 24 * 3_600_000))).toBeLessThan(600_000);
    expect(body.takesPerHour).toEqual([1, ...Array.from({ length: 21 }, () => 0), 2, 1]);
  });
});
