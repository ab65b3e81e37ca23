import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionList, CurrentSession } from '@visionary/contract';
import { SocketSync } from '@visionary/platform/realtime';
import { bootApp, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { HttpClient } from '../support/http-client.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { PASSWORD, signUp } from '../support/users.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { advanceClock } from '../support/clock.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const NEXT = 'an even better horse';

const signsIn = async (url: string, name: string, password = PASSWORD, userAgent = FIREFOX) => {
  const client = new HttpClient(url);
  const { status } = await client.post('/api/session', { name, password }, { headers: { 'user-agent': userAgent } });
  return { client, status };
};
const isIn = async (client: HttpClient) => (await client.get<CurrentSession>('/api/me')).body.me !== null;
const sessionsOf = async (client: HttpClient) => (await client.get<SessionList>('/api/me/sessions')).body.sessions;

/** Milliseconds until the socket is disconnected. */
/** When the socket is disconnected; compared with the acknowledgement of the command that disconnected it. */
const cut = async ({ socket }: LiveClient): Promise<number> => {
  await new Promise((resolve) => socket.once('disconnect', resolve));
  return performance.now();
};

describe.each(DIALECTS)('sessions and passwords on %s', (dialect) => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp({ databaseUrl: await freshDatabase(dialect) });
  });

  it('[A20] the session list shows each device', async () => {
    const { client: laptop } = await signUp(server.url, 'Lister');
    const { client: phone } = await signsIn(server.url, 'Lister', PASSWORD, IPHONE);
    const sessions = await sessionsOf(phone);
    expect(sessions).toHaveLength(2);
    expect(sessions.find(({ isCurrent }) => isCurrent)).toMatchObject({
      ...{ browser: 'Safari 17', system: 'iOS', device: 'phone', address: expect.stringContaining('127.0.0.1') },
    });
    expect(sessions.find(({ isCurrent }) => !isCurrent)).toMatchObject({
      browser: null,
      system: null,
      device: 'computer',
    });
    expect((await sessionsOf(laptop)).filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(phone.cookies.get('visionary_session'));
  });

  it('[A20] the last-seen time is written at most every five minutes, also for idle open clients', async () => {
    const { client } = await signUp(server.url, 'Seen');
    const live = await connect(server.url, client.cookieHeader);
    const lastSeenAt = async () => (await sessionsOf(client))[0]?.lastSeenAt ?? 0;
    const began = await lastSeenAt();
    const seenAfter = (minutes: number) =>
      advanceClock(server, minutes * 60_000, async () => {
        await client.get('/api/me');
        return lastSeenAt();
      });
    expect(await seenAfter(4)).toBe(began);
    const seen = await seenAfter(6);
    expect(seen - began).toBeGreaterThan(5 * 60_000);
    await advanceClock(server, 60 * 60_000, async () => {
      await server.get(SocketSync).checkSessions();
      const { client: other } = await signsIn(server.url, 'Seen');
      const stillSeen = (await sessionsOf(other)).find(({ isCurrent }) => !isCurrent)?.lastSeenAt ?? 0;
      expect(stillSeen - seen).toBeGreaterThan(50 * 60_000);
      expect(live.socket.connected).toBe(true);
    });
  });

  it('[A20] a user ends one, all other, or all sessions, and the remaining clients are notified', async () => {
    const { client: here } = await signUp(server.url, 'Ender');
    const [one, two, three] = await Promise.all([1, 2, 3].map(async () => (await signsIn(server.url, 'Ender')).client));
    const page = await connect(server.url, here.cookieHeader);
    const victim = (await sessionsOf(one as HttpClient)).find(({ isCurrent }) => isCurrent)?.id ?? '';
    const event = page.next('me.stateChanged', ({ what }) => what === 'sessions');
    expect(await here.delete(`/api/me/sessions/${victim}`)).toMatchObject({ status: 204 });
    await event;
    expect(await Promise.all([one, two, three, here].map((client) => isIn(client as HttpClient)))).toEqual([
      ...[false, true, true, true],
    ]);
    expect(await here.delete(`/api/me/sessions/${victim}`)).toMatchObject({ status: 404 });
    expect(await here.delete('/api/me/sessions')).toMatchObject({ status: 204 });
    expect(await Promise.all([two, three, here].map((client) => isIn(client as HttpClient)))).toEqual([
      ...[false, false, true],
    ]);
    const gone = cut(page);
    expect(await here.delete('/api/me/sessions?which=all')).toMatchObject({ status: 204 });
    const answeredAt = performance.now();
    expect((await gone) - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
    expect(await isIn(here)).toBe(false);
  });

  it('[A20] a user cannot end sessions of others', async () => {
    const { client: ann } = await signUp(server.url, 'Mine');
    const { client: bob } = await signUp(server.url, 'Theirs');
    const sessionOfBob = (await sessionsOf(bob))[0]?.id ?? '';
    for (const id of [sessionOfBob, randomUUID()]) {
      expect(await ann.delete(`/api/me/sessions/${id}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    }
    for (const path of ['/api/me/sessions/x', '/api/me/sessions?which=some', '/api/me/sessions?id=1']) {
      expect(await ann.delete(path)).toMatchObject({ status: 400 });
    }
    expect(await isIn(bob)).toBe(true);
  });

  it('[A19] a password change needs the current password and ends all other sessions', async () => {
    const { client: here } = await signUp(server.url, 'Changer');
    const { client: there } = await signsIn(server.url, 'Changer');
    const wrong = await here.post('/api/me/password', { current: 'not it at all', next: NEXT });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'ACCOUNTS_WRONG_PASSWORD' } });
    expect(await isIn(there)).toBe(true);
    expect(await here.post('/api/me/password', { current: PASSWORD, next: NEXT })).toMatchObject({ status: 204 });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect((await signsIn(server.url, 'Changer')).status).toBe(401);
    expect((await signsIn(server.url, 'Changer', NEXT)).status).toBe(200);
  });

  it('[A19] a concurrent sign-in with the old password is rejected', async () => {
    const { client: here } = await signUp(server.url, 'Hurried');
    const coming = Array.from({ length: 8 }, () => signsIn(server.url, 'Hurried'));
    const changed = here.post('/api/me/password', { current: PASSWORD, next: NEXT });
    const came = await Promise.all(coming);
    expect(await changed).toMatchObject({ status: 204 });
    for (const { client, status } of came) {
      expect([200, 401]).toContain(status);
      expect(await isIn(client)).toBe(false);
    }
    expect(await sessionsOf(here)).toHaveLength(1);
  });

  it('[A19] one of two concurrent password changes succeeds', async () => {
    const { client: here } = await signUp(server.url, 'Twice');
    const { client: there } = await signsIn(server.url, 'Twice');
    const answers = await Promise.all(
      [here, there].map((client, n) => client.post('/api/me/password', { current: PASSWORD, next: `${NEXT} ${n}` })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    const winner = answers.findIndex(({ status }) => status === 204);
    expect((await signsIn(server.url, 'Twice', `${NEXT} ${winner}`)).status).toBe(200);
  });
});

describe('passwords, sessions and hostile requests', () => {
  let server: RunningApp;
  beforeAll(async () => {
    server = await bootApp();
  });

  it('[A19] guessing the current password from an open client is rate-limited', async () => {
    const { client } = await signUp(server.url, 'Guessed');
    const tries = Array.from({ length: 10 }, (_, n) =>
      client.post('/api/me/password', { current: `guess number ${n}`, next: NEXT }),
    );
    for (const { status } of await Promise.all(tries)) expect(status).toBe(403);
    for (const [method, path, body] of [
      ['POST', '/api/me/password', { current: PASSWORD, next: NEXT }],
      ['DELETE', '/api/me', { password: PASSWORD }],
    ] as const) {
      const refused = await client.send(method, path, body);
      expect(refused).toMatchObject({ status: 429, body: { code: 'ACCOUNTS_TOO_MANY_ATTEMPTS' } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(600);
    }
    expect(await isIn(client)).toBe(true);
  });

  it('[A6] [H5] oversized and malformed passwords are rejected before hashing', async () => {
    const { client } = await signUp(server.url, 'Megabyte');
    const huge = 'x'.repeat(1024 * 1024);
    const wrong = [
      ['POST', '/api/me/password', { current: huge, next: NEXT }],
      ['POST', '/api/me/password', { current: PASSWORD, next: huge }],
      ['POST', '/api/me/password', { current: PASSWORD, next: 'short' }],
      ['POST', '/api/me/password', { current: { $gt: '' }, next: NEXT }],
      ['POST', '/api/me/password', { current: PASSWORD, next: NEXT, role: 'admin' }],
      ['DELETE', '/api/me', { password: huge }],
      ['DELETE', '/api/me', { password: [PASSWORD] }],
      ['DELETE', '/api/me', {}],
      ['DELETE', '/api/me', undefined],
    ] as const;
    for (const [method, path, body] of wrong) {
      expect(await client.send(method, path, body)).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    }
    expect(await isIn(client)).toBe(true);
    for (const [method, path] of wrong) {
      expect((await new HttpClient(server.url).send(method, path, { password: PASSWORD })).status).not.toBe(204);
    }
  });

  it('[A20] a user agent of any length is stored as text', async () => {
    await signUp(server.url, 'Boaster');
    const { client, status } = await signsIn(
      server.url,
      'Boaster',
      PASSWORD,
      `<script>alert(1)</script>${'x'.repeat(5_000)}`,
    );
    expect(status).toBe(200);
    expect((await sessionsOf(client)).find(({ isCurrent }) => isCurrent)).toMatchObject({
      browser: null,
      device: 'computer',
    });
  });
});
