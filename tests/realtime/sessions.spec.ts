import { performance } from 'node:perf_hooks';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '@visionary/contract';
import { SocketSync } from '@visionary/platform/realtime';
import { bootCluster } from '../support/cluster.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { HttpClient } from '../support/http-client.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { PASSWORD, signUp } from '../support/users.js';
import { freshDatabase } from '../support/services.js';
import { advanceClock } from '../support/clock.js';

const ended = { error: { code: 'UNAUTHENTICATED' }, reconnect: true };

/** Milliseconds until the socket is notified and disconnected. */
const cut = async (live: LiveClient): Promise<number> => {
  const began = performance.now();
  const event = live.next('session.ended');
  await live.disconnected();
  expect(await event).toEqual(ended);
  return performance.now() - began;
};

describe('sessions and sockets on one node', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp();
  });

  it('[A2] signing out disconnects every socket of the session within a second, and no other', async () => {
    const { client } = await signUp(server.url, 'Leaver');
    const phone = new HttpClient(server.url);
    await phone.post('/api/session', { name: 'Leaver', password: PASSWORD });
    const tabs = [await connect(server.url, client.cookieHeader), await connect(server.url, client.cookieHeader)];
    const onPhone = await connect(server.url, phone.cookieHeader);
    const visitor = await connect(server.url);
    const cuts = tabs.map(cut);
    await client.delete('/api/session');
    for (const ms of await Promise.all(cuts)) expect(ms).toBeLessThan(WITHIN_A_SECOND_MS);
    for (const { socket } of [onPhone, visitor]) expect(socket.connected).toBe(true);
  });

  it('[B275] a socket acknowledges a heartbeat, also of a visitor', async () => {
    const { socket } = await connect(server.url);
    expect(await socket.timeout(WITHIN_A_SECOND_MS).emitWithAck('heartbeat', {})).toEqual({ ok: true, data: {} });
  });

  it('[A8] signing in disconnects the sockets of the replaced session', async () => {
    const { client } = await signUp(server.url, 'Replacer');
    const tab = await connect(server.url, client.cookieHeader);
    const gone = cut(tab);
    await client.post('/api/session', { name: 'Replacer', password: PASSWORD });
    expect(await gone).toBeLessThan(WITHIN_A_SECOND_MS);
  });

  it("[A9] a session's sockets are disconnected when it expires, without a bus message", async () => {
    const { client } = await signUp(server.url, 'Outdated');
    const tab = await connect(server.url, client.cookieHeader);
    const watch = server.get(SocketSync);
    await watch.checkSessions();
    expect(tab.socket.connected).toBe(true);
    const gone = cut(tab);
    await advanceClock(server, 31 * 86_400_000, () => watch.checkSessions());
    await gone;
  });

  it('[A2] the handshake treats a signed-out token as a visitor', async () => {
    const { client } = await signUp(server.url, 'Stale');
    const cookie = client.cookieHeader;
    await client.delete('/api/session');
    const stale = await connect(server.url, cookie);
    const roomId = '00000000-0000-4000-8000-000000000000';
    expect(await stale.rejectionOf('chat.startTyping', { roomId })).not.toBe('ok');
    expect(COMMANDS['chat.startTyping'].permission).toBe('write');
  });
});

describe('sessions over two nodes', () => {
  let nodes: RunningApp[];
  beforeAll(async () => {
    const { one, two } = await bootCluster();
    nodes = [one, two];
  });
  const at = (node: 0 | 1): string => nodes[node]?.url ?? '';

  it('[A2] signing out on one node disconnects the socket on the other within a second', async () => {
    const { client } = await signUp(at(0), 'Twofold');
    const elsewhere = await connect(at(1), client.cookieHeader);
    const gone = cut(elsewhere);
    await client.delete('/api/session');
    expect(await gone).toBeLessThan(WITHIN_A_SECOND_MS);
    const there = new HttpClient(at(1));
    there.cookies.set('visionary_session', client.cookies.get('visionary_session') ?? 'gone');
    expect(await there.get('/api/me')).toMatchObject({ body: { me: null } });
  });

  it('[A17] [A19] [A20] a new name and a new password reach clients of the other node within a second', async () => {
    const { client, me } = await signUp(at(0), 'Renamed');
    const device = new HttpClient(at(0));
    await device.post('/api/session', { name: 'Renamed', password: PASSWORD });
    const open = await connect(at(1), device.cookieHeader);
    const stays = await connect(at(1), client.cookieHeader);
    const event = stays.next('users.profileChanged');
    await client.patch('/api/me', { name: 'Threefold' });
    expect((await event).user).toEqual({ id: me.id, name: 'Threefold' });
    const gone = cut(open);
    await client.post('/api/me/password', { current: PASSWORD, next: 'an even better horse' });
    expect(await gone).toBeLessThan(WITHIN_A_SECOND_MS);
    expect(stays.socket.connected).toBe(true);
  });

  it('[A7] [H16] failed sign-ins are counted over both nodes', async () => {
    await signUp(at(0), 'Counted', '127.0.0.5');
    for (let index = 0; index < 20; index++) {
      const attacker = new HttpClient(at((index % 2) as 0 | 1), '127.0.0.6');
      expect(await attacker.post('/api/session', { name: 'Counted', password: 'wrong' })).toMatchObject({
        status: 401,
      });
    }
    for (const node of [0, 1] as const) {
      const attacker = new HttpClient(at(node), '127.0.0.6');
      const answer = await attacker.post('/api/session', { name: 'Counted', password: PASSWORD });
      expect(answer).toMatchObject({ status: 429, body: { code: 'ACCOUNTS_TOO_MANY_ATTEMPTS' } });
    }
    const owner = new HttpClient(at(1), '127.0.0.5');
    expect(await owner.post('/api/session', { name: 'Counted', password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('[H12] the health endpoint reports the cluster and the state of its bus', async () => {
    const { body } = await new HttpClient(at(1)).get('/api/health');
    expect(body).toMatchObject({ mode: 'cluster', database: 'up', bus: 'up' });
  });
});

describe('a node without Redis', () => {
  it('[H16] a node signs users in, counts failures and reports the bus as down when Redis is unavailable', async () => {
    const alone = {
      databaseUrl: await freshDatabase('mysql'),
      redisUrl: 'redis://127.0.0.1:1',
      mode: 'cluster',
    } as const;
    const { url } = await bootApp({ ...alone, logLevel: 'silent' });
    const { client } = await signUp(url, 'Islander');
    expect(await client.get('/api/me')).toMatchObject({ body: { me: { name: 'Islander' } } });
    for (let index = 0; index < 20; index++) {
      const tried = await client.post('/api/session', { name: 'Islander', password: 'wrong' });
      expect(tried).toMatchObject({ status: 401 });
    }
    expect(await client.post('/api/session', { name: 'Islander', password: PASSWORD })).toMatchObject({ status: 429 });
    expect((await client.get('/api/health')).body).toMatchObject({ status: 'degraded', database: 'up', bus: 'down' });
  });
});
