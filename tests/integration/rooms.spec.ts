import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LobbyView, RoomEventOf, RoomView } from '@visionary/contract';
import { LIMITS } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { RoomLog } from '@visionary/rooms';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { unreadNotificationsOf } from '../support/community.js';
import {
  addMember,
  createRoom,
  openRoom,
  type ConnectedUser,
  roomCommand,
  sendText,
  connectUser,
  connectUsers,
} from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

type Sent = RoomEventOf<'chat.sent'>;
const saysLast = (event: Sent) => event.payload.message.text === 'the last';

describe.each(DIALECTS)('rooms on %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob] = await connectUsers(app.url, 'Ann', 'Bob');
  });

  const lobby = async (query: Record<string, string>, client = new HttpClient(app.url)): Promise<LobbyView> => {
    const { status, body } = await client.get<LobbyView>(`/api/rooms?${new URLSearchParams(query)}`);
    expect(status).toBe(200);
    return body;
  };
  const namesOf = (cards: LobbyView['open']) => cards.map(({ room }) => room.name);

  it('[R1] a user creates a room, owns it, and its texts are stored unchanged', async () => {
    const name = `O'Neill "🎨" %_\\ 月下小筑`;
    const room = await createRoom(ann, { name, topic: "x'; drop table room; --", language: 'zh' });
    expect(room).toMatchObject({ name, owner: { id: ann.me.id, name: 'Ann' }, language: 'zh' });
    const { state, role, seq } = await openRoom(ann, room.id);
    expect({ role, seq, kind: state.kind }).toEqual({ role: 'owner', seq: 1, kind: 'fresh' });
  });

  it.each([
    [{ name: '' }],
    [{ name: '  ' }],
    [{ name: '\u200b\u202e\u3164' }],
    [{ name: 'x'.repeat(61) }],
    [{ name: 'a\u0000b' }],
    [{ name: 'two\nlines' }],
    [{ name: '\u202enwod edispu' }],
    [{ name: `Z${'\u0301'.repeat(31)}` }],
    [{ topic: `Z${'\u0301'.repeat(31)}` }],
    [{ visibility: 'secret' }],
    [{ ownerId: randomUUID() }],
  ])('[R1] a room is rejected when it is %j', async (wrong) => {
    const room = { name: 'x', topic: '', visibility: 'public', language: 'en', ...wrong };
    expect(await ann.client.post('/api/rooms', room)).toMatchObject({ status: 400, body: { code: 'INVALID' } });
  });

  it('[R3] a user joins a public room once when two tabs open it at once', async () => {
    const room = await createRoom(ann);
    const opened = await Promise.all([1, 2, 3, 4].map(() => openRoom(bob, room.id)));
    expect(opened.map(({ role }) => role)).toEqual(Array(4).fill('editor'));
    const { events } = await bob.live.do('rooms.eventsSince', { roomId: room.id, afterSeq: 0 });
    expect(events.map(({ type, payload }) => ({ type, payload }))).toEqual([
      { type: 'rooms.created', payload: { by: { id: ann.me.id, name: 'Ann' } } },
      { type: 'rooms.joined', payload: { user: { id: bob.me.id, name: 'Bob' }, role: 'editor' } },
    ]);
  });

  it('[R3] a user who looks into a public room becomes no member until they join', async () => {
    const room = await createRoom(ann);
    const looksIn = () => bob.live.do('rooms.open', { roomId: room.id, lookIn: true });
    expect(await looksIn()).toMatchObject({ role: 'viewer', isOutsider: true, seq: 1 });
    const text = { ...roomCommand(room.id), text: 'hello' };
    expect(await bob.live.rejectionOf('chat.send', text)).toBe('ROOMS_READ_ONLY');
    expect((await bob.live.do('rooms.listMembers', { roomId: room.id })).total).toBe(1);
    expect(await openRoom(bob, room.id)).toMatchObject({ role: 'editor', seq: 2 });
    const again = await looksIn();
    expect(again).toMatchObject({ role: 'editor' });
    expect(again).not.toHaveProperty('isOutsider');
  });

  it('[C50] a room has who became a member, in the order of its log, without notifications or unread messages', async () => {
    const room = await createRoom(ann, { visibility: 'private' });
    expect((await openRoom(ann, room.id)).state).not.toHaveProperty('joins');
    await sendText(ann, room.id, 'before');
    const received = ann.live.next('rooms.joined', ({ roomId }) => roomId === room.id);
    await addMember(ann, bob, room.id);
    const { seq } = await received;
    await openRoom(bob, room.id);
    const joins = [{ user: { id: bob.me.id, name: 'Bob' }, seq, at: expect.any(Number) }];
    const opened = await openRoom(ann, room.id);
    expect(opened).toMatchObject({ readState: { unread: 0, mentions: 0 }, seq, state: { joins } });
    expect(await unreadNotificationsOf(ann)).toBe(0);
    await bob.live.do('rooms.leave', roomCommand(room.id));
    expect((await openRoom(ann, room.id)).state).not.toHaveProperty('joins');
    await addMember(ann, bob, room.id);
    expect((await openRoom(ann, room.id)).state).toMatchObject({ joins: [{ user: { id: bob.me.id }, seq: seq + 2 }] });
  });

  it('[R6] an invite previews the room, admits signed-in users, and is invalid when altered', async () => {
    const room = await createRoom(ann, { visibility: 'private', name: 'Night shift', topic: 'quiet' });
    expect(await bob.live.rejectionOf('rooms.open', { roomId: room.id })).toBe('ROOMS_NOT_FOUND');
    const { body } = await ann.client.post<{ token: string; path: string }>(`/api/rooms/${room.id}/invitations`);
    expect(body.path).toBe(`/join/${body.token}`);
    const visitor = new HttpClient(app.url);
    expect((await visitor.get(`/api/invitations/${body.token}`)).body).toEqual({
      room: { id: room.id, name: 'Night shift', topic: 'quiet', visibility: 'private' },
      ...{ invitedBy: 'Ann', role: 'editor' },
    });
    expect(await visitor.post(`/api/invitations/${body.token}`)).toMatchObject({ status: 401 });
    const answers = await Promise.all([1, 2].map(() => bob.client.post<RoomView>(`/api/invitations/${body.token}`)));
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { id: room.id } });
    const { role, seq } = await openRoom(bob, room.id);
    expect({ role, seq }).toEqual({ role: 'editor', seq: 2 });
    for (const wrong of [`${body.token}x`, body.token.toLowerCase(), body.token.slice(1), '%00', 'x'.repeat(500)]) {
      expect(await bob.client.get(`/api/invitations/${wrong}`)).toMatchObject({
        status: 404,
        body: { code: 'ROOMS_INVITATION_INVALID' },
      });
    }
    expect(JSON.stringify(await rowsOf(app, 'invitation'))).not.toContain(body.token);
  });

  it('[R6] an invite shows of a public room what the lobby shows, and nothing more of a private one', async () => {
    const visitor = new HttpClient(app.url);
    const preview = async (visibility: 'public' | 'private') => {
      const room = await createRoom(ann, { visibility, name: 'Open evening' });
      const { body } = await ann.client.post<{ token: string }>(`/api/rooms/${room.id}/invitations`);
      return (await visitor.get(`/api/invitations/${body.token}`)).body;
    };
    expect(await preview('public')).toMatchObject({ card: { room: { name: 'Open evening' }, lastImage: null } });
    expect(await preview('private')).not.toHaveProperty('card');
  });

  it('[R7] the lobby pages through public rooms by activity, each once', async () => {
    const names = Array.from({ length: LIMITS.roomsPerPage + 3 }, (_, n) => `Paged ${n}`);
    for (const name of names) await createRoom(bob, { name });
    const search = 'paged';
    const first = await lobby({ search });
    expect(first).toMatchObject({ openTotal: names.length, nextCursor: expect.any(String) });
    const second = await lobby({ search, cursor: first.nextCursor as string });
    expect(second.nextCursor).toBeNull();
    expect([...namesOf(first.open), ...namesOf(second.open)]).toEqual(names.toReversed());
    const { room } = second.open.at(-1) as LobbyView['open'][number];
    await sendText(bob, room.id, 'wake up');
    expect((await lobby({ search })).open[0]).toMatchObject({
      room: { name: 'Paged 0' },
      lastMessage: { text: 'wake up' },
    });
  });

  it('[R7] a search finds rooms by name and topic in any case, width and script', async () => {
    await createRoom(ann, { name: 'Ｔｉｄｅ Pool', topic: 'eight arms' });
    await createRoom(ann, { name: '远山课', topic: '跟着林间学水墨' });
    await createRoom(ann, { name: '100% _wild_ ! \\' });
    await createRoom(ann, { name: '100 percent wild' });
    await createRoom(ann, { name: 'Tide, hidden', visibility: 'private' });
    const found = async (search: string) => namesOf((await lobby({ search })).open);
    expect(await found('tide p')).toEqual(['Ｔｉｄｅ Pool']);
    expect(await found('ARMS')).toEqual(['Ｔｉｄｅ Pool']);
    expect(await found('水墨')).toEqual(['远山课']);
    expect(await found('100%')).toEqual(['100% _wild_ ! \\']);
    expect(await found('_wild_')).toEqual(['100% _wild_ ! \\']);
    expect(await found('! \\')).toEqual(['100% _wild_ ! \\']);
    expect(await found('nothing like it')).toEqual([]);
  });

  it("[R7] the first page lists the user's public and private rooms by activity", async () => {
    const carl = await connectUser(app.url, 'Carl');
    const [one, two] = [
      await createRoom(carl, { name: 'one' }),
      await createRoom(carl, { name: 'two', visibility: 'private' }),
    ];
    expect(namesOf((await lobby({}, carl.client)).mine)).toEqual(['two', 'one']);
    await sendText(carl, one.id, 'hi');
    expect(namesOf((await lobby({}, carl.client)).mine)).toEqual(['one', 'two']);
    expect(namesOf((await lobby({})).open)).not.toContain(two.name);
  });

  it.each([
    { cursor: 'x' },
    { cursor: '1_2' },
    { cursor: `0x9_${randomUUID()}` },
    { sort: 'name' },
    { search: 'x'.repeat(101) },
  ])('[R7] a lobby query is rejected when it is %j', async (query) => {
    const answer = await ann.client.get(`/api/rooms?${new URLSearchParams(Object.entries(query))}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID' } });
  });

  it('[R9] a snapshot reads seq and lists consistently, and no event is lost before the live updates', async () => {
    const room = await createRoom(ann);
    await openRoom(bob, room.id);
    const sends = Array.from({ length: 40 }, (_, n) => sendText(bob, room.id, `${n}`));
    const arrivals = [];
    for (let n = 0; n < 8; n++) {
      const live = await connect(app.url);
      const events = live.collect('chat.sent');
      arrivals.push({
        events,
        last: live.next('chat.sent', saysLast),
        snapshot: await openRoom({ live }, room.id),
      });
    }
    await Promise.all(sends);
    await sendText(bob, room.id, 'the last');
    for (const { events, last, snapshot } of arrivals) {
      await last;
      if (snapshot.state.kind !== 'fresh') throw new Error('expected a fresh state');
      // rooms.created and rooms.joined are 1 and 2; every other event here is a message.
      const seen = snapshot.state.messages.map(({ seq }) => seq);
      expect(seen[0] ?? 2).toBe(snapshot.seq);
      const all = new Set([...seen, ...events.map(({ seq }) => seq)]);
      expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: 41 }, (_, n) => n + 3));
    }
  });

  it('[RT3] catching up uses the primary key', async () => {
    const { em } = app.get(Database);
    const query = "select * from room_event where room_id = 'x' and seq > 5 order by seq limit 500";
    const plan = JSON.stringify(
      await em.execute(`${dialect === 'sqlite' ? 'explain query plan' : 'explain'} ${query}`),
    );
    expect(plan).toMatch(dialect === 'sqlite' ? /SEARCH room_event USING INDEX/ : /"key":"PRIMARY"/);
    expect(plan).not.toMatch(/TEMP B-TREE|filesort/);
  });

  it('[RT1] concurrent appends to one and to many rooms leave no gaps and no deadlocks', async () => {
    const rooms = await Promise.all([1, 2, 3].map(() => createRoom(ann)));
    const log = app.get(RoomLog);
    const unitOfWork = app.get(UnitOfWork);
    const payload = () => ({ by: { id: ann.me.id, name: 'Ann' } });
    const append = (roomId: string) =>
      unitOfWork.run(() => log.append({ roomId, type: 'rooms.created', actorId: ann.me.id, payload }));
    await Promise.all(Array.from({ length: 90 }, (_, n) => append((rooms[n % 3] as RoomView).id)));
    for (const { id } of rooms) {
      const events = await log.since(id, 0, 1000);
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
    }
  });

  it('[RT1] a rolled-back event leaves no gap', async () => {
    const room = await createRoom(ann);
    const log = app.get(RoomLog);
    const broken = app.get(UnitOfWork).run(async () => {
      await log.append({ roomId: room.id, type: 'rooms.created', actorId: null, payload: () => ({}) });
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect((await sendText(ann, room.id, 'next')).event.seq).toBe(2);
  });

  it('[RT2] concurrent retries get one event, in one room and in several', async () => {
    const rooms = await Promise.all([1, 2].map(() => createRoom(ann)));
    const clientId = randomUUID();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => sendText(ann, (rooms[n % 2] as RoomView).id, `text ${n}`, clientId)),
    );
    expect(new Set(all.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    const log = app.get(RoomLog);
    const counts = await Promise.all(rooms.map(async ({ id }) => (await log.since(id, 1, 100)).length));
    expect(counts.sort()).toEqual([0, 1]);
  });
});
