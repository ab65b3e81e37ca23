import { performance } from 'node:perf_hooks';
import { describe, expect, it } from '@jest/globals';
import { Database } from '@visionary/platform/database';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { standingOf } from '../support/cases.js';
import { eventually } from '../support/eventually.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { finishedTake } from '../support/feed.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { PASSWORD } from '../support/users.js';
import { createRoom, openRoom, connectUser } from '../support/rooms.js';
import { freshDatabase, redisUrl } from '../support/services.js';

const cancelledBy = async ({ app }: RunningApp, takeId: string): Promise<string | null> => {
  const takes = app.get(Database, { strict: false }).query<{ take: { id: string; cancel_by: string | null } }>();
  const row = takes.selectFrom('take').select('cancel_by').where('id', '=', takeId);
  return (await row.executeTakeFirstOrThrow()).cancel_by;
};

describe('banned user on two nodes over MySQL and Redis', () => {
  it('[S97] is disconnected from all nodes within a second with a reason, loses running takes, and can read the decision and appeal', async () => {
    const settings = { databaseUrl: await freshDatabase('mysql'), redisUrl: redisUrl() } as const;
    const nodes = { mode: 'cluster', logLevel: 'silent', modelsDir: TINY_MODELS } as const;
    const [one, two] = [await bootApp({ ...settings, ...nodes }), await bootApp({ ...settings, ...nodes })];
    const [mod, bad] = [await connectUser(one.url, 'Mod'), await connectUser(one.url, 'Bad')];
    await appoint(one, 'Mod', 'moderator');
    const elsewhere = await connect(two.url, bad.client.cookieHeader);
    const room = await createRoom(bad);
    await openRoom(mod, room.id);
    const { id: takeId } = await finishedTake(one, bad, room.id, { status: 'rendering' });
    const ends = [bad.live, elsewhere].map(async ({ socket }) => {
      const ended = waitForEvent<object>(socket, 'session.ended');
      await new Promise((resolve) => socket.once('disconnect', resolve));
      return ended;
    });
    const startedAt = performance.now();
    const until = Date.now() + 86_400_000;
    const decision = { kind: 'ban', rule: 'hateful', words: 'Not here.', until };
    const banned = await mod.client.post(`/api/safety/users/${bad.me.id}/decisions`, decision);
    expect(banned.status).toBe(200);
    const expected = { error: { code: 'SAFETY_BANNED', detail: { until } }, reconnect: false };
    expect(await Promise.all(ends)).toEqual([expected, expected]);
    expect(performance.now() - startedAt).toBeLessThan(WITHIN_A_SECOND_MS);
    await eventually('the take is cancelled', async () => (await cancelledBy(one, takeId)) === bad.me.id);

    const rejected = { status: 403, body: { code: 'SAFETY_BANNED', detail: { until } } };
    expect(await bad.client.get('/api/posts')).toMatchObject(rejected);
    expect(await bad.client.post('/api/rooms', {})).toMatchObject(rejected);
    await expect(connect(two.url, bad.client.cookieHeader)).rejects.toThrow('SAFETY_BANNED');
    const again = await bad.client.post('/api/session', { name: 'Bad', password: PASSWORD });
    expect(again.status).toBe(200);
    expect((await bad.client.get<object>('/api/me')).body).toMatchObject({ me: { name: 'Bad' }, bannedUntil: until });
    const { decisions, standing } = await standingOf(bad);
    expect([standing, decisions[0]]).toMatchObject([
      { bannedUntil: until },
      { kind: 'ban', message: 'Not here.', mayAppeal: true },
    ]);
    const appealed = await bad.client.post(`/api/me/decisions/${decisions[0]?.id}/appeal`, { words: 'Please.' });
    expect(appealed.status).toBe(200);
    expect((await bad.client.get('/api/me/export')).status).toBe(200);

    const lifted = await mod.client.post(`/api/safety/users/${bad.me.id}/decisions`, { kind: 'restore' });
    expect(lifted.status).toBe(200);
    const back = await connect(two.url, bad.client.cookieHeader);
    expect(await back.rejectionOf('rooms.open', { roomId: room.id })).toBe('ok');
  });
});
