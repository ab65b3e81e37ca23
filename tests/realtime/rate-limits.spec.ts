import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  COMMAND_RATE_LIMITS,
  OTHER_VISITOR_RATE_LIMIT,
  ROUTE_RATE_LIMITS,
  VISITOR_CONNECTION_RATE_LIMIT,
  VISITOR_RATE_LIMITS,
} from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { buildRenderRequest, render, TINY_MODELS } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { createRoom, connectUser } from '../support/rooms.js';
import { advanceClock } from '../support/clock.js';

const DAY_MS = 24 * 3_600_000;

describe('rate limits of users', () => {
  it('[A24] a new account sends fewer messages over all sockets, with a retry time, until it is older', async () => {
    const server = await bootApp({ newAccountHours: 24 });
    const ann = await connectUser(server.url);
    const room = await createRoom(ann);
    const pages = [ann.live, await connect(server.url, ann.client.cookieHeader)];
    const sendNumbered = async (n: number) => {
      const message = { roomId: room.id, clientId: randomUUID(), text: `no. ${n}` };
      return (pages[n % 2] ?? ann.live).ask('chat.send', message);
    };
    const limit = COMMAND_RATE_LIMITS['chat.send']?.newAccount?.points ?? 0;
    const acks = await Promise.all(Array.from({ length: limit + 5 }, (_, n) => sendNumbered(n)));
    const rejected = acks.flatMap((ack) => (ack.ok ? [] : [ack.error]));
    expect(rejected).toHaveLength(5);
    for (const error of rejected) {
      const rule = COMMAND_RATE_LIMITS['chat.send']?.newAccount;
      const detail = { retryAfterSeconds: expect.any(Number), ...rule, newAccount: true };
      expect(error).toEqual({ code: 'RATE_LIMITED', detail });
    }
    // Another user is not limited, and Ann's limit is higher when her account is older.
    const bob = await connectUser(server.url);
    const inBobsRoom = { roomId: (await createRoom(bob)).id, clientId: randomUUID(), text: 'mine' };
    expect(await bob.live.rejectionOf('chat.send', inBobsRoom)).toBe('ok');
    const later = await advanceClock(server, DAY_MS, () =>
      Promise.all(Array.from({ length: limit + 5 }, (_, n) => sendNumbered(n))),
    );
    expect(later.every((ack) => ack.ok)).toBe(true);
  });

  it('[A24] a new account creates fewer rooms over HTTP', async () => {
    const server = await bootApp({ newAccountHours: 24 });
    const { url } = server;
    const [ann, bob] = [await connectUser(url), await connectUser(url)];
    const limit = ROUTE_RATE_LIMITS.createRoom?.newAccount?.points ?? 0;
    for (let n = 0; n < limit; n++) await createRoom(ann);
    const room = { name: 'One too many', topic: '', visibility: 'public', language: 'en' };
    const rejected = await ann.client.post('/api/rooms', room);
    expect(rejected).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(rejected.headers['retry-after'])).toBeGreaterThan(3_000);
    await createRoom(bob);
    // Admins don't have the limits of new accounts.
    await appoint(server, ann.me.name);
    await createRoom(ann);
  });

  it('[A40] refused takes do not use up the limit of a new account', async () => {
    const { url } = await bootApp({ newAccountHours: 24, modelsDir: TINY_MODELS });
    const ann = await connectUser(url);
    const { id } = await createRoom(ann);
    const limit = COMMAND_RATE_LIMITS['jam.render']?.newAccount?.points ?? 0;
    const refused = () => buildRenderRequest(id, { settings: { model: 'nowhere' } });
    for (let n = 0; n < limit; n++) {
      expect(await ann.live.rejectionOf('jam.render', refused())).toBe('GENERATION_MODEL_NOT_FOUND');
    }
    await render(ann.live, id);
  });

  it('[A24] visitors share the search limit of one user per address', async () => {
    const { url } = await bootApp();
    const searchTags = (visitor: HttpClient) => visitor.get('/api/search?text=fox&kind=tags');
    const [visitor, other] = [new HttpClient(url, '127.0.0.2'), new HttpClient(url, '127.0.0.3')];
    const limit = ROUTE_RATE_LIMITS.search?.established?.points ?? 0;
    for (let n = 0; n < limit; n++) await searchTags(visitor);
    expect(await searchTags(visitor)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect((await searchTags(new HttpClient(url, '127.0.0.2'))).status).toBe(429);
    expect((await searchTags(other)).status).toBe(200);
    const ann = await connectUser(url);
    expect((await searchTags(ann.client)).status).toBe(200);
  });
});

describe('rate limits of visitors', () => {
  let url: string;
  beforeAll(async () => ({ url } = await bootApp({ trustProxy: 1, visitorSockets: 10 })));
  /** The socket of a visitor from an address, as a trusted proxy reports it. */
  const visitorFrom = (url: string, address: string) =>
    connect(url, '', { extraHeaders: { 'x-forwarded-for': address } });

  it('[G30] one address checks so many texts over all its sockets, others as many as before', async () => {
    const sockets = [await visitorFrom(url, '2001:db8:1:2::1'), await visitorFrom(url, '2001:db8:1:2::2')];
    const check = (live: LiveClient | undefined, n: number) =>
      live?.ask('safety.checkTexts', { scope: 'chat', texts: { text: `no. ${n}` } });
    const { points } = VISITOR_RATE_LIMITS['safety.checkTexts'];
    for (let n = 0; n < points; n++) expect(await check(sockets[n % 2], n)).toMatchObject({ ok: true });
    for (const socket of sockets) {
      expect(await check(socket, points)).toEqual({
        ok: false,
        error: { code: 'RATE_LIMITED', detail: { retryAfterSeconds: expect.any(Number) } },
      });
    }
    expect(await check(await visitorFrom(url, '2001:db8:1:3::1'), 0)).toMatchObject({ ok: true });
    expect(await check((await connectUser(url)).live, 0)).toMatchObject({ ok: true });
    expect(await sockets[0]?.rejectionOf('lobby.subscribe', {})).toBe('ok');
  });

  it('[G30] commands that visitors may not send are counted together before anything is read for them', async () => {
    const [visitor, other] = [await visitorFrom(url, '198.51.100.1'), await visitorFrom(url, '198.51.100.1')];
    const message = () => ({ roomId: randomUUID(), clientId: randomUUID(), text: 'let me in' });
    const codes: string[] = [];
    for (let n = 0; n < OTHER_VISITOR_RATE_LIMIT.points; n++) {
      codes.push(await (n % 2 ? visitor : other).rejectionOf('chat.send', message()));
    }
    expect(codes).not.toContain('RATE_LIMITED');
    expect(await visitor.rejectionOf('chat.send', message())).toBe('RATE_LIMITED');
    expect(
      await visitor.rejectionOf('jam.pin', {
        roomId: randomUUID(),
        takeId: randomUUID(),
        on: true,
        clientId: randomUUID(),
      }),
    ).toBe('RATE_LIMITED');
  });

  it('[G30] one address opens so many connections without an account', async () => {
    const { points } = VISITOR_CONNECTION_RATE_LIMIT;
    const codes = new Set<string>();
    const open = async () => {
      try {
        (await visitorFrom(url, '198.51.100.2')).socket.disconnect();
        return 'ok';
      } catch (error) {
        return (error as { data?: { code?: string } }).data?.code ?? String(error);
      }
    };
    let opened = 0;
    for (let isGranted = true; isGranted && opened <= 2 * points;) {
      const results = await Promise.all(Array.from({ length: 5 }, open));
      for (const code of results) codes.add(code);
      opened += results.filter((code) => code === 'ok').length;
      isGranted = results.includes('ok');
    }
    expect([opened, [...codes]]).toEqual([points, ['ok', 'RATE_LIMITED']]);
  });
});
