import { beforeAll, describe, expect, it } from '@jest/globals';
import { type RoomEvent, type RoomEventOf, type RoomView, type TakeView } from '@visionary/contract';
import { HeartbeatRecorder } from '../support/heartbeats.js';
import { takeFinished, startLongTake, render, TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { type Node, type WorkerProcess, startNode, startWorkerProcess } from '../support/nodes.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { freshDatabase, freshFolder, redisPrefixOf, redisUrl } from '../support/services.js';

/** Takes long enough to be killed while rendering: about a second of the tiny model for each image. */
const STEPS = 150;
const IMAGES = 2;
const ENDS = ['generation.finished', 'generation.failed', 'generation.cancelled'];

describe('two servers and two renderers on MySQL and Redis', () => {
  let shared: Record<string, string>;
  let servers: [Node, Node];
  let stations: WorkerProcess[];
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;
  let heartbeatRecorder: HeartbeatRecorder;
  /** Ids of ended takes, in the order in which a user on the second server receives them. */
  const ends: string[] = [];

  beforeAll(async () => {
    shared = {
      ...{ REDIS_URL: redisUrl(), MODELS_DIR: TINY_MODELS, RENDERER_THREADS: '1', LOG_LEVEL: 'fatal' },
      ...{ DATABASE_URL: await freshDatabase('mysql'), DATA_DIR: freshFolder(), RENDERER_ENABLED: 'false' },
    };
    servers = await Promise.all([startNode(shared), startNode(shared)]);
    [ann, bob] = [await connectUser(servers[0].url, 'Ann'), await connectUser(servers[1].url, 'Bob')];
    room = await createRoom(ann);
    heartbeatRecorder = HeartbeatRecorder.at(redisUrl(), redisPrefixOf(shared.DATABASE_URL ?? ''));
    await openRoom(ann, room.id);
    await openRoom(bob, room.id);
    bob.live.socket.onAny((name: string, event: RoomEvent) => {
      if (!ENDS.includes(name)) return;
      const { payload } = event as RoomEventOf<'generation.finished' | 'generation.failed'>;
      ends.push('take' in payload ? payload.take.id : payload.takeId);
    });
  });

  const station = () => {
    const { REDIS_URL = '', MODELS_DIR = '', RENDERER_THREADS = '' } = shared;
    return startWorkerProcess({ REDIS_URL, MODELS_DIR, RENDERER_THREADS });
  };
  const health = async () => (await bob.client.get<{ renderer: string }>('/api/health')).body.renderer;
  const endsOf = (takeId: string) => ends.filter((id) => id === takeId).length;
  const finishes = (live: LiveClient, takeId: string) => takeFinished(live, ({ id }) => id === takeId);

  it('[N1] report that no renderer is available, keep queued takes, and assign them to the first renderer', async () => {
    expect(await health()).toBe('unavailable');
    expect(await ann.live.rejectionOf('jam.countTokens', { model: 'tiny-sd-random', texts: ['x'] })).toBe(
      'GENERATION_RENDERER_UNAVAILABLE',
    );
    const take = await render(ann.live, room.id);
    const [here, there] = [finishes(ann.live, take.id), finishes(bob.live, take.id)];
    stations = [station()];
    expect((await here).status).toBe('finished');
    expect(await there).toEqual(await here);
    expect(await health()).toBe('ready');
  });

  /** Two concurrent takes: the queue assigns both to idle renderers. @returns their ids, and when both have ended */
  const two = async () => {
    const ids: string[] = [];
    const ended = [ann, bob].map(({ live }) => {
      const seen: TakeView[] = [];
      // A take of an earlier test may end in between.
      const eventsOfIds = () => seen.filter(({ id }) => ids.includes(id));
      return takeFinished(live, (take) => seen.push(take) > 0 && eventsOfIds().length === 2).then(eventsOfIds);
    });
    ids.push((await startLongTake(ann.live, room.id, STEPS, IMAGES)).id);
    ids.push((await startLongTake(bob.live, room.id, STEPS, IMAGES)).id);
    return { ids, ended: Promise.all(ended) };
  };

  it('[N2] render concurrently on both renderers, and show frames and images of both to everyone', async () => {
    stations.push(station());
    await heartbeatRecorder.until('two are idle', (all) => all.filter(({ state }) => state === 'idle').length === 2);
    // The second renderer loads the model here. Otherwise, the measured first take could end while it loads.
    await (
      await two()
    ).ended;
    await heartbeatRecorder.until('both have the model', (all) => all.every(({ state }) => state === 'idle'));
    const frames = [ann, bob].map(({ live }) => live.collect('generation.frame'));
    const { ids, ended } = await two();
    for (const takes of await ended) expect(takes.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    for (const seen of frames) {
      for (const id of ids) {
        // The number depends on the load of the machine, because frames are throttled.
        expect(seen.filter(({ takeId, frame }) => takeId === id && frame).length).toBeGreaterThan(3);
      }
    }
    const order = frames[0]?.map(({ takeId }) => takeId) ?? [];
    expect(order.indexOf(ids[1] ?? '')).toBeLessThan(order.lastIndexOf(ids[0] ?? ''));
    expect(ids.map(endsOf)).toEqual([1, 1]);
  });

  it('[N3] move a take to the other renderer when one is killed, and end every take once', async () => {
    const { ids, ended } = await two();
    await stations.shift()?.end('SIGKILL');
    for (const takes of await ended) for (const { images } of takes) expect(images).toHaveLength(IMAGES);
    expect(ids.map(endsOf)).toEqual([1, 1]);
  });

  it('[N4] record the result on the other server when one is killed while the renderer continues', async () => {
    const take = await startLongTake(ann.live, room.id, STEPS, IMAGES);
    const end = finishes(bob.live, take.id);
    let began = 0;
    bob.live.on('generation.started', () => (began += 1));
    await servers[0].end('SIGKILL');
    expect((await end).images).toHaveLength(IMAGES);
    expect([endsOf(take.id), began]).toEqual([1, 0]);
  });

  it('[N4] keep the result in Redis until a server starts when all servers are killed', async () => {
    const take = await startLongTake(bob.live, room.id, STEPS, IMAGES);
    await servers[1].end('SIGKILL');
    // It is idle when Redis has the end.
    await heartbeatRecorder.until('it has rendered', (all) => all.find(({ attempt }) => attempt?.takeId === take.id));
    await heartbeatRecorder.until('it is done', (all) => all.every(({ attempt }) => attempt?.takeId !== take.id));
    servers[0] = await startNode(shared);
    const live = await connect(servers[0].url, bob.client.cookieHeader);
    const end = finishes(live, take.id);
    end.catch(() => undefined);
    const { state } = await live.do('rooms.open', { roomId: room.id });
    const known = state.kind === 'fresh' ? state.takes.find(({ id }) => id === take.id) : undefined;
    expect(known?.status === 'finished' ? known : await end).toMatchObject({ status: 'finished' });
  });

  it('[N5] requeue the take of a renderer that is stopped gracefully', async () => {
    const live = await connect(servers[0].url, bob.client.cookieHeader);
    await live.do('rooms.open', { roomId: room.id });
    const take = await startLongTake(live, room.id, STEPS, IMAGES);
    const end = finishes(live, take.id);
    const again = live.next('generation.started');
    expect(await stations.shift()?.end('SIGTERM')).toBe(0);
    stations.push(station());
    expect((await again).payload.takeId).toBe(take.id);
    expect((await end).status).toBe('finished');
  });
});
