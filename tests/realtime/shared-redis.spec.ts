import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PostView, RoomView } from '@visionary/contract';
import { Bus } from '@visionary/platform/bus';
import { readConfig } from '@visionary/platform/config';
import { Redis } from 'ioredis';
import { redisPrefixOf as prefixOfWorker } from '../../apps/worker/src/redis-prefix.js';
import { type Heartbeat, HEARTBEAT_TOPIC } from '../../libs/generation/api/cluster/redis-protocol.js';
import { Renderers } from '../../libs/generation/domain/renderers.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { sendMessage } from '../support/chat.js';
import { copyDatabase } from '../support/copied-database.js';
import { eventually } from '../support/eventually.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { uploadAndPublish } from '../support/published-uploads.js';
import { type ConnectedUser, connectUser, createRoom, openRoom } from '../support/rooms.js';
import { freshDatabase, freshFolder, redisPrefixOf, redisUrl } from '../support/services.js';
import { PASSWORD } from '../support/users.js';

/** The same user on an instance that has a copy of the database. */
const onCopy = async ({ client, me }: ConnectedUser, url: string): Promise<ConnectedUser> => {
  const there = new HttpClient(url);
  for (const [name, value] of client.cookies) there.cookies.set(name, value);
  return { client: there, me, live: await connect(url, client.cookieHeader) };
};

describe('an instance and its copy on one Redis', () => {
  let redis: Redis;
  let keysBefore: string[];
  let [original, copy]: [RunningApp, RunningApp] = [null!, null!];
  let [ann, annOnCopy]: [ConnectedUser, ConnectedUser] = [null!, null!];
  let room: RoomView;
  let post: PostView;

  beforeAll(async () => {
    redis = new Redis(redisUrl());
    keysBefore = await redis.keys('*');
    const service = { mode: 'cluster', redisUrl: redisUrl(), dataDir: freshFolder() } as const;
    const shared = { ...service, logLevel: 'silent', signUpsPerHour: 3 } as const;
    original = await bootApp({ ...shared, databaseUrl: await freshDatabase('mysql') });
    ann = await connectUser(original.url, 'Ann');
    room = await createRoom(ann);
    post = await uploadAndPublish(ann, { title: 'before the copy' });
    const databaseUrl = await copyDatabase(original.config.databaseUrl);
    copy = await bootApp({ ...shared, databaseUrl });
    annOnCopy = await onCopy(ann, copy.url);
    await openRoom(ann, room.id);
    await openRoom(annOnCopy, room.id);
  });
  afterAll(() => redis.disconnect());

  it('[H29] messages and presence of one do not reach the other', async () => {
    const bob = await connectUser(copy.url, 'Bob');
    const received = ann.live.collect('chat.sent');
    const joined = annOnCopy.live.next('rooms.presenceChanged', ({ presence }) => presence.users.length === 2);
    await openRoom(bob, room.id);
    await joined;
    await sendMessage(bob, room.id, 'only on the copy');
    const own = ann.live.next('chat.sent');
    await sendMessage(ann, room.id, 'only on the original');
    await own;
    expect(received.map(({ payload }) => payload.message.text)).toEqual(['only on the original']);
    const { presence } = await openRoom(ann, room.id);
    expect(presence.users.map(({ name }) => name)).toEqual(['Ann']);
  });

  it('[H29] cached views and rate limits of one do not count in the other', async () => {
    const titleAt = async ({ client }: ConnectedUser) =>
      (await client.get<{ post: PostView }>(`/api/posts/${post.id}`)).body.post.title;
    expect([await titleAt(ann), await titleAt(annOnCopy)]).toEqual(['before the copy', 'before the copy']);
    await ann.live.do('feed.updatePost', { postId: post.id, changes: { title: 'after the copy' } });
    expect([await titleAt(ann), await titleAt(annOnCopy)]).toEqual(['after the copy', 'before the copy']);

    const signUpAt = async (url: string) =>
      (await new HttpClient(url).post('/api/accounts', { name: randomUUID().slice(0, 8), password: PASSWORD })).status;
    while ((await signUpAt(copy.url)) === 201);
    expect([await signUpAt(copy.url), await signUpAt(original.url)]).toEqual([429, 201]);
  });

  it('[H29] a renderer of one gets no takes of the other', async () => {
    const heartbeat: Heartbeat = {
      ...{ id: randomUUID(), host: 'elsewhere', state: 'idle', attempt: null, idleForMs: 0, restarts: 0, pool: null },
    };
    const renderersOf = ({ get }: RunningApp) =>
      get(Renderers)
        .list()
        .map(({ host }) => host);
    original.get(Bus).publish(HEARTBEAT_TOPIC, heartbeat);
    await eventually('the original lists the renderer', () => Promise.resolve(renderersOf(original).length === 1));
    expect(renderersOf(copy)).toEqual([]);
  });

  it('[H29] every key in Redis starts with the prefix of its instance', async () => {
    const prefixes = [original, copy].map(({ config }) => redisPrefixOf(config.databaseUrl));
    const added = (await redis.keys('*')).filter((key) => !keysBefore.includes(key));
    for (const prefix of prefixes) expect(added.some((key) => key.startsWith(`${prefix}:cache:`))).toBe(true);
    expect(added.filter((key) => !prefixes.some((prefix) => key.startsWith(`${prefix}:`)))).toEqual([]);
  });

  it('[H30] a worker asks for REDIS_PREFIX when several instances answer, and finds a single one', async () => {
    const settings = readConfig({ DATABASE_URL: 'mysql://db/unused', REDIS_URL: redisUrl() });
    const worker = { ...settings, redisPrefix: undefined };
    const prefixes = [original, copy].map(({ config }) => redisPrefixOf(config.databaseUrl));
    await expect(prefixOfWorker(worker)).rejects.toThrow(
      `REDIS_PREFIX must be one of ${prefixes.toSorted().join(', ')}: several instances use `,
    );
    expect(await prefixOfWorker({ ...worker, redisPrefix: 'visionary:mine' })).toBe('visionary:mine');
    await copy.stop();
    expect(await prefixOfWorker(worker)).toBe(prefixes[0]);
  });
});
