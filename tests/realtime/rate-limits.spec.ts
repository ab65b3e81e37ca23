import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { COMMAND_RATE_LIMITS, ROUTE_RATE_LIMITS } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
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
      expect(error).toEqual({ code: 'RATE_LIMITED', detail: { retryAfterSeconds: expect.any(Number) } });
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
