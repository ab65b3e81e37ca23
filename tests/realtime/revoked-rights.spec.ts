import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorView, LobbyView, RoomView } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { appoint } from '../support/admins.js';
import type { RunningApp } from '../support/app.js';
import { bootCluster, type Cluster } from '../support/cluster.js';
import { standingOf } from '../support/cases.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { eventually } from '../support/eventually.js';
import { finishedTake } from '../support/feed.js';
import { TINY_MODELS } from '../support/jam.js';
import { PASSWORD } from '../support/users.js';
import { connect, type LiveClient } from '../support/live-client.js';
import {
  memberCommand,
  createRoom,
  roomCommand,
  addMember,
  openRoom,
  type ConnectedUser,
  sendText,
  connectUser,
  connectUsers,
} from '../support/rooms.js';

const cancelledBy = async ({ app }: RunningApp, takeId: string): Promise<string | null> => {
  const takes = app.get(Database, { strict: false }).query<{ take: { id: string; cancel_by: string | null } }>();
  const row = takes.selectFrom('take').select('cancel_by').where('id', '=', takeId);
  return (await row.executeTakeFirstOrThrow()).cancel_by;
};

describe('revoked rights and bans on two nodes', () => {
  let nodes: Cluster;
  let ann: ConnectedUser;

  beforeAll(async () => {
    nodes = await bootCluster({ modelsDir: TINY_MODELS });
    ann = await connectUser(nodes.one.url, 'Ann');
  });

  /** A member of Ann's room with a client on each node, both in the room. */
  const guestIn = async (room: RoomView): Promise<ConnectedUser & { pages: LiveClient[] }> => {
    const guest = await connectUser(nodes.one.url);
    await addMember(ann, guest, room.id);
    const pages = [guest.live, await connect(nodes.two.url, guest.client.cookieHeader)];
    for (const live of pages) await openRoom({ live }, room.id);
    return { ...guest, pages };
  };
  const accessRevoked = (live: LiveClient, roomId: string): Promise<{ error: ErrorView; at: number }> =>
    live
      .next('rooms.accessRevoked', (event) => event.roomId === roomId)
      .then(({ error }) => ({
        error,
        at: performance.now(),
      }));

  const kick = (roomId: string, user: ConnectedUser) => ann.live.do('rooms.kick', memberCommand(roomId, user));
  const ban = (roomId: string, user: ConnectedUser) =>
    ann.live.do('rooms.ban', { ...memberCommand(roomId, user), on: true });
  const KICKED: ErrorView = { code: 'ROOMS_NOT_A_MEMBER', detail: { how: 'kicked' } };

  it.each([
    ['kicked', 'public', kick, KICKED],
    ['banned', 'public', ban, { code: 'ROOMS_BANNED' }],
    ['kicked', 'private', kick, KICKED],
  ] as const)(
    '[RT8] a user who is %s in a %s room receives none of its events after a second',
    async (_, visibility, act, why) => {
      const room = await createRoom(ann, { visibility });
      const [guest, witness] = [await guestIn(room), await guestIn(room)];
      const messages = guest.pages.map((page) => page.collect('chat.sent'));
      const ends = guest.pages.map((page) => accessRevoked(page, room.id));
      const gone = witness.live.next('rooms.presenceChanged', ({ presence }) =>
        presence.users.every(({ id }) => id !== guest.me.id),
      );
      await act(room.id, guest);
      const acknowledgedAt = performance.now();
      for (const { error, at } of await Promise.all(ends)) {
        expect(error).toEqual(why);
        expect(at - acknowledgedAt).toBeLessThan(WITHIN_A_SECOND_MS);
      }
      await gone;
      const last = witness.pages.map((page) => page.next('chat.sent'));
      await sendText(ann, room.id, 'among ourselves');
      await Promise.all(last);
      expect(messages).toEqual([[], []]);
      const codes = await Promise.all(
        guest.pages.map((page) => page.rejectionOf('chat.send', { ...roomCommand(room.id), text: 'let me in' })),
      );
      expect(new Set(codes).size).toBe(1);
      expect(codes[0]).toMatch(/ROOMS_(READ_ONLY|BANNED|NOT_FOUND)/);
    },
  );

  it('[RT8] a room made private closes for visitors and non-members, leaves their lobbies, and keeps members', async () => {
    const room = await createRoom(ann);
    const member = await guestIn(room);
    const visitors = await Promise.all([nodes.one, nodes.two].map(({ url }) => connect(url)));
    for (const live of visitors) {
      await live.do('lobby.subscribe', {});
      await openRoom({ live }, room.id);
    }
    const ends = visitors.map((live) => accessRevoked(live, room.id));
    const lobbies = visitors.map((live) =>
      live.next('lobby.changed', ({ roomId, card }) => roomId === room.id && !card),
    );
    const membersSaid = member.pages.map((page) => page.collect('rooms.accessRevoked'));
    await ann.live.do('rooms.update', { ...roomCommand(room.id), changes: { visibility: 'private' } });
    const acknowledgedAt = performance.now();
    for (const { error, at } of await Promise.all(ends)) {
      expect(error).toEqual({ code: 'ROOMS_NOT_FOUND' });
      expect(at - acknowledgedAt).toBeLessThan(WITHIN_A_SECOND_MS);
    }
    await Promise.all(lobbies);
    for (const live of visitors) {
      expect(await live.rejectionOf('rooms.eventsSince', { roomId: room.id, afterSeq: 0 })).toBe('ROOMS_NOT_FOUND');
    }
    const last = member.pages.map((page) => page.next('chat.sent'));
    await sendText(ann, room.id, 'among ourselves');
    await Promise.all(last);
    expect(membersSaid).toEqual([[], []]);
  });

  it('[RT8] a lowered role, a mute, and archiving apply on the other node within a second', async () => {
    const room = await createRoom(ann);
    const guest = await guestIn(room);
    const [, elsewhere] = guest.pages as [LiveClient, LiveClient];
    const refusedWith = async (code: string): Promise<void> => {
      const began = performance.now();
      for (;;) {
        const messages = await elsewhere.rejectionOf('chat.send', { ...roomCommand(room.id), text: 'x' });
        if (messages === code) return;
        if (performance.now() - began > WITHIN_A_SECOND_MS) {
          throw new Error(`${messages} instead of ${code}, a second after`);
        }
      }
    };
    await ann.live.do('rooms.setRole', { ...memberCommand(room.id, guest), role: 'viewer' });
    await refusedWith('ROOMS_READ_ONLY');
    await ann.live.do('rooms.setRole', { ...memberCommand(room.id, guest), role: 'editor' });
    await refusedWith('ok');
    await ann.live.do('rooms.mute', { ...memberCommand(room.id, guest), minutes: 5 });
    await refusedWith('ROOMS_MUTED');
    await ann.live.do('rooms.mute', { ...memberCommand(room.id, guest), minutes: null });
    await ann.live.do('rooms.archive', { ...roomCommand(room.id), on: true });
    await refusedWith('ROOMS_ARCHIVED');
  });

  it('[R17] a new direct room is broadcast at once to all clients of both users', async () => {
    const [one, two] = [await connectUser(nodes.one.url), await connectUser(nodes.one.url)];
    await two.live.do('users.follow', { userId: one.me.id, on: true });
    const pages = [one.live, await connect(nodes.two.url, two.client.cookieHeader)];
    const event = pages.map((page) => page.next('me.stateChanged'));
    const { body } = await one.client.post<RoomView>('/api/direct-rooms', { userId: two.me.id });
    expect(await Promise.all(event)).toEqual([{ what: 'rooms' }, { what: 'rooms' }]);
    const { direct } = (await two.client.get<LobbyView>('/api/rooms')).body;
    expect(direct.map(({ room }) => room.id)).toEqual([body.id]);
  });

  it('[RT8] a user who joined on one node can open the room on the other before its bus message arrives', async () => {
    const room = await createRoom(ann);
    const guest = await connectUser(nodes.one.url);
    const elsewhere = await connect(nodes.two.url, guest.client.cookieHeader);
    await nodes.cutRedis();
    await elsewhere.do('rooms.eventsSince', { roomId: room.id, afterSeq: 0 });
    await openRoom(guest, room.id);
    expect(await elsewhere.rejectionOf('rooms.open', { roomId: room.id })).toBe('ok');
    await nodes.restoreRedis();
  });

  it('[RT8] rights are read from the database while Redis is unavailable', async () => {
    const room = await createRoom(ann, { visibility: 'private' });
    const [kicked, banned] = [await guestIn(room), await guestIn(room)];
    await nodes.cutRedis();
    const ends = [kicked, banned].map(({ pages }) => accessRevoked(pages[1] as LiveClient, room.id));
    await kick(room.id, kicked);
    await ban(room.id, banned);
    const acknowledgedAt = performance.now();
    const [one, two] = (await Promise.all(ends)) as [
      { error: ErrorView; at: number },
      { error: ErrorView; at: number },
    ];
    expect([one.error.code, two.error.code]).toEqual(['ROOMS_NOT_FOUND', 'ROOMS_BANNED']);
    for (const { at } of [one, two]) expect(at - acknowledgedAt).toBeLessThan(WITHIN_A_SECOND_MS);
    await nodes.restoreRedis();
  });

  it('[S97] is disconnected from all nodes within a second with a reason, loses running takes, and can read the decision and appeal', async () => {
    const { one, two } = nodes;
    const [mod, bad] = await connectUsers(one.url, 'Moe', 'Bad');
    await appoint(one, 'Moe', 'moderator');
    const elsewhere = await connect(two.url, bad.client.cookieHeader);
    const room = await createRoom(bad);
    await openRoom(mod, room.id);
    const { id: takeId } = await finishedTake(one, bad, room.id, { status: 'rendering' });
    const ends = [bad.live, elsewhere].map(async (live) => {
      const ended = live.next('session.ended');
      await live.disconnected();
      return ended;
    });
    const startedAt = performance.now();
    const until = Date.now() + 86_400_000;
    const decision = { kind: 'ban', rule: 'hateful', message: 'Not here.', until };
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
    const appealed = await bad.client.post(`/api/me/decisions/${decisions[0]?.id}/appeal`, { text: 'Please.' });
    expect(appealed.status).toBe(200);
    expect((await bad.client.get('/api/me/export')).status).toBe(200);

    const lifted = await mod.client.post(`/api/safety/users/${bad.me.id}/decisions`, { kind: 'restore' });
    expect(lifted.status).toBe(200);
    const back = await connect(two.url, bad.client.cookieHeader);
    expect(await back.rejectionOf('rooms.open', { roomId: room.id })).toBe('ok');
  });
});
