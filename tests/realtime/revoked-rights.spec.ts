import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorView, LobbyView, RoomView, VolatilePayload } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { createRoom, addMember, openRoom, type ConnectedUser, sendText, connectUser } from '../support/rooms.js';
import { freshDatabase, redisUrl } from '../support/services.js';

type Closed = VolatilePayload<'rooms.accessRevoked'>;
type TestSequencer = { readonly roomId: string; readonly clientId: string; readonly userId: string };

const inRoom = (roomId: string) => ({ roomId, clientId: randomUUID() });

describe('revoked rights on two nodes', () => {
  let nodes: { one: RunningApp; two: RunningApp };
  let lines: { one: TcpProxy; two: TcpProxy };
  let ann: ConnectedUser;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase('mysql');
    lines = { one: await startTcpProxy(redisUrl()), two: await startTcpProxy(redisUrl()) };
    const boot = (tcpProxy: TcpProxy) =>
      bootApp({ databaseUrl, redisUrl: tcpProxy.url, mode: 'cluster', logLevel: 'silent' });
    const [one, two] = await Promise.all([boot(lines.one), boot(lines.two)]);
    nodes = { one, two };
    ann = await connectUser(one.url, 'Ann');
  });

  /** A member of Ann's room with a client on each node, both in the room. */
  const guestIn = async (room: RoomView): Promise<ConnectedUser & { pages: LiveClient[] }> => {
    const guest = await connectUser(nodes.one.url);
    await addMember(ann, guest, room.id);
    const pages = [guest.live, await connect(nodes.two.url, guest.client.cookieHeader)];
    for (const live of pages) await openRoom({ live }, room.id);
    return { ...guest, pages };
  };
  const closed = (live: LiveClient, roomId: string): Promise<{ error: ErrorView; at: number }> =>
    waitForEvent<Closed>(live, 'rooms.accessRevoked', (told) => told.roomId === roomId).then(({ error }) => ({
      error,
      at: performance.now(),
    }));

  const WAYS: [string, 'public' | 'private', (testSequencer: TestSequencer) => Promise<unknown>, ErrorView][] = [
    [
      'kicked',
      'public',
      (order) => ann.live.do('rooms.kick', order),
      { code: 'ROOMS_NOT_A_MEMBER', detail: { how: 'kicked' } },
    ],
    ['banned', 'public', (order) => ann.live.do('rooms.ban', { ...order, on: true }), { code: 'ROOMS_BANNED' }],
    [
      'kicked',
      'private',
      (order) => ann.live.do('rooms.kick', order),
      { code: 'ROOMS_NOT_A_MEMBER', detail: { how: 'kicked' } },
    ],
  ];

  it.each(WAYS)(
    '[RT8] a user who is %s in a %s room receives none of its events after a second',
    async (_, visibility, act, why) => {
      const room = await createRoom(ann, { visibility });
      const [guest, witness] = [await guestIn(room), await guestIn(room)];
      const said = guest.pages.map((page) => page.collect('chat.sent'));
      const ends = guest.pages.map((page) => closed(page, room.id));
      const gone = waitForEvent<VolatilePayload<'rooms.presenceChanged'>>(
        witness.live,
        'rooms.presenceChanged',
        ({ presence }) => presence.users.every(({ id }) => id !== guest.me.id),
      );
      await act({ ...inRoom(room.id), userId: guest.me.id });
      const answeredAt = performance.now();
      for (const { error, at } of await Promise.all(ends)) {
        expect(error).toEqual(why);
        expect(at - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
      }
      await gone;
      const last = witness.pages.map((page) => waitForEvent(page, 'chat.sent'));
      await sendText(ann, room.id, 'among ourselves');
      await Promise.all(last);
      expect(said).toEqual([[], []]);
      const codes = await Promise.all(
        guest.pages.map((page) => page.rejectionOf('chat.send', { ...inRoom(room.id), text: 'let me in' })),
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
    const ends = visitors.map((live) => closed(live, room.id));
    const lobbies = visitors.map((live) =>
      waitForEvent<VolatilePayload<'lobby.changed'>>(
        live,
        'lobby.changed',
        ({ roomId, card }) => roomId === room.id && !card,
      ),
    );
    const membersSaid = member.pages.map((page) => page.collect<Closed>('rooms.accessRevoked'));
    await ann.live.do('rooms.update', { ...inRoom(room.id), changes: { visibility: 'private' } });
    const answeredAt = performance.now();
    for (const { error, at } of await Promise.all(ends)) {
      expect(error).toEqual({ code: 'ROOMS_NOT_FOUND' });
      expect(at - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
    }
    await Promise.all(lobbies);
    for (const live of visitors) {
      expect(await live.rejectionOf('rooms.eventsSince', { roomId: room.id, afterSeq: 0 })).toBe('ROOMS_NOT_FOUND');
    }
    const last = member.pages.map((page) => waitForEvent(page, 'chat.sent'));
    await sendText(ann, room.id, 'among ourselves');
    await Promise.all(last);
    expect(membersSaid).toEqual([[], []]);
  });

  it('[RT8] a lowered role, a mute, and archiving apply on the other node within a second', async () => {
    const room = await createRoom(ann);
    const guest = await guestIn(room);
    const [, elsewhere] = guest.pages as [LiveClient, LiveClient];
    const order = () => ({ ...inRoom(room.id), userId: guest.me.id });
    const refusedWith = async (code: string): Promise<void> => {
      const began = performance.now();
      for (;;) {
        const said = await elsewhere.rejectionOf('chat.send', { ...inRoom(room.id), text: 'x' });
        if (said === code) return;
        if (performance.now() - began > WITHIN_A_SECOND_MS) {
          throw new Error(`${said} instead of ${code}, a second after`);
        }
      }
    };
    await ann.live.do('rooms.setRole', { ...order(), role: 'viewer' });
    await refusedWith('ROOMS_READ_ONLY');
    await ann.live.do('rooms.setRole', { ...order(), role: 'editor' });
    await refusedWith('ok');
    await ann.live.do('rooms.mute', { ...order(), minutes: 5 });
    await refusedWith('ROOMS_MUTED');
    await ann.live.do('rooms.mute', { ...order(), minutes: null });
    await ann.live.do('rooms.archive', { ...inRoom(room.id), on: true });
    await refusedWith('ROOMS_ARCHIVED');
  });

  it('[R17] a new direct room is broadcast at once to all clients of both users', async () => {
    const [one, two] = [await connectUser(nodes.one.url), await connectUser(nodes.one.url)];
    const pages = [one.live, await connect(nodes.two.url, two.client.cookieHeader)];
    const told = pages.map((page) => waitForEvent(page, 'me.stateChanged'));
    const { body } = await one.client.post<RoomView>('/api/direct-rooms', { userId: two.me.id });
    expect(await Promise.all(told)).toEqual([{ what: 'rooms' }, { what: 'rooms' }]);
    const { direct } = (await two.client.get<LobbyView>('/api/rooms')).body;
    expect(direct.map(({ room }) => room.id)).toEqual([body.id]);
  });

  it('[RT8] a user who joined on one node can open the room on the other before its bus message arrives', async () => {
    const room = await createRoom(ann);
    const guest = await connectUser(nodes.one.url);
    const elsewhere = await connect(nodes.two.url, guest.client.cookieHeader);
    const health = async () => (await ann.client.get<{ bus: string }>('/api/health')).body.bus;
    lines.one.disconnect();
    lines.two.disconnect();
    while ((await health()) !== 'down');
    await elsewhere.do('rooms.eventsSince', { roomId: room.id, afterSeq: 0 });
    await openRoom(guest, room.id);
    expect(await elsewhere.rejectionOf('rooms.open', { roomId: room.id })).toBe('ok');
    lines.one.reconnect();
    lines.two.reconnect();
    while ((await health()) !== 'up');
  });

  it('[RT8] rights are read from the database while Redis is unavailable', async () => {
    const room = await createRoom(ann, { visibility: 'private' });
    const [kicked, banned] = [await guestIn(room), await guestIn(room)];
    const health = async () => (await ann.client.get<{ bus: string }>('/api/health')).body.bus;
    lines.one.disconnect();
    lines.two.disconnect();
    while ((await health()) !== 'down');
    const ends = [kicked, banned].map(({ pages }) => closed(pages[1] as LiveClient, room.id));
    await ann.live.do('rooms.kick', { ...inRoom(room.id), userId: kicked.me.id });
    await ann.live.do('rooms.ban', { ...inRoom(room.id), userId: banned.me.id, on: true });
    const answeredAt = performance.now();
    const [one, two] = (await Promise.all(ends)) as [
      { error: ErrorView; at: number },
      { error: ErrorView; at: number },
    ];
    expect([one.error.code, two.error.code]).toEqual(['ROOMS_NOT_FOUND', 'ROOMS_BANNED']);
    for (const { at } of [one, two]) expect(at - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
    lines.one.reconnect();
    lines.two.reconnect();
    while ((await health()) !== 'up');
  });
});
