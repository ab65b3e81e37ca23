import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LobbyView, RoomView, VolatilePayload } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import {
  createRoom,
  addMember,
  openRoom,
  type ConnectedUser,
  sendText,
  connectUser,
  connectUsers,
} from '../support/rooms.js';

type Changed = VolatilePayload<'lobby.changed'>;
type PresenceChange = VolatilePayload<'rooms.presenceChanged'>;
const names = ({ presence }: Pick<PresenceChange, 'presence'>) => presence.users.map(({ name }) => name).sort();

describe('live updates of the lobby and of presence', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    [ann, bob] = await connectUsers(app.url, 'Ann', 'Bob');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const change = (
    user: ConnectedUser,
    roomId: string,
    matches: (card: NonNullable<Changed['card']>) => boolean = () => true,
  ) =>
    user.live.next('lobby.changed', (event) => event.roomId === roomId && event.card !== null && matches(event.card));

  it('[R8] the lobby shows everyone a new public room, its presence and its messages', async () => {
    const visitor = await connect(app.url);
    const visitorSaw = visitor.collect('lobby.changed');
    expect((await visitor.do('lobby.subscribe', {})).mine).toEqual([]);
    await bob.live.do('lobby.subscribe', {});
    const anyRoom = bob.live.next('lobby.changed');
    const room = await createRoom(ann, { name: 'Lantern lane', topic: 'four seasons' });
    const { card } = await anyRoom;
    expect(card).toMatchObject({
      room: { ...room },
      presence: { users: [], visitors: 0 },
      rendering: null,
      lastMessage: null,
    });
    const comes = change(bob, room.id, ({ presence }) => presence.users.length === 1);
    await openRoom(ann, room.id);
    expect((await comes).card?.presence.users).toEqual([{ id: ann.me.id, name: 'Ann' }]);
    const speaks = change(bob, room.id, ({ lastMessage }) => lastMessage !== null);
    await sendText(ann, room.id, 'who paints with me?');
    expect((await speaks).card?.lastMessage).toMatchObject({ author: 'Ann', text: 'who paints with me?' });
    expect(visitorSaw.some(({ roomId }) => roomId === room.id)).toBe(true);
  });

  it('[R8] the lobby shows a private room to its members only', async () => {
    const outsider = await connectUser(app.url);
    const saw = outsider.live.collect('lobby.changed');
    await Promise.all([outsider, ann, bob].map(({ live }) => live.do('lobby.subscribe', {})));
    const mine = ann.live.next('lobby.changed', ({ card }) => card?.room.visibility === 'private');
    const room = await createRoom(ann, { visibility: 'private', name: 'Night shift' });
    expect((await mine).roomId).toBe(room.id);
    const joined = change(bob, room.id);
    await addMember(ann, bob, room.id);
    await joined;
    const spoken = change(bob, room.id, ({ lastMessage }) => lastMessage?.text === 'psst');
    await sendText(ann, room.id, 'psst');
    await spoken;
    expect(saw.filter(({ roomId }) => roomId === room.id)).toEqual([]);
    expect((await outsider.live.do('lobby.subscribe', {})).mine).toEqual([]);
    expect((await bob.live.do('lobby.subscribe', {})).mine.map((card) => card.room.id)).toContain(room.id);
  });

  it('[R8] the lobby throttles the card of a room to two per second and sends the last change', async () => {
    const room = await createRoom(ann);
    await bob.live.do('lobby.subscribe', {});
    const saw = bob.live.collect('lobby.changed');
    const last = change(bob, room.id, ({ lastMessage }) => lastMessage?.text === 'the last');
    const began = performance.now();
    for (let n = 0; n < 100; n++) await sendText(ann, room.id, `line ${n}`);
    await sendText(ann, room.id, 'the last');
    await last;
    const halfSeconds = Math.ceil((performance.now() - began) / 500);
    // A change of presence or of the list may be sent besides.
    expect(saw.filter(({ roomId }) => roomId === room.id).length).toBeLessThanOrEqual(halfSeconds + 3);
  });

  it('[R8] the lobby sends nothing when the client has unsubscribed', async () => {
    const quiet = await connectUser(app.url);
    await quiet.live.do('lobby.subscribe', {});
    await quiet.live.do('lobby.unsubscribe', {});
    const saw = quiet.live.collect('lobby.changed');
    await bob.live.do('lobby.subscribe', {});
    const heardByBob = bob.live.next('lobby.changed', ({ card }) => card?.room.name === 'Unheard');
    await createRoom(ann, { name: 'Unheard' });
    await heardByBob;
    await quiet.live.do('lobby.unsubscribe', {});
    expect(saw).toEqual([]);
  });

  it('[R1] a client gets the same lobby over HTTP', async () => {
    const newest = await createRoom(ann, { name: 'Over HTTP' });
    const { body, headers } = await new HttpClient(app.url).get<LobbyView>('/api/rooms');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.open[0]?.room).toEqual(newest);
    const live = await connect(app.url);
    expect((await live.do('lobby.subscribe', {})).open.map((card) => card.room.id)).toEqual(
      body.open.map((card) => card.room.id),
    );
  });

  const until = (matches: (told: PresenceChange) => boolean) => ann.live.next('rooms.presenceChanged', matches);

  it('[RT4] presence counts a user with three tabs once until the last tab is closed', async () => {
    const joins = until((told) => names(told).includes('Bob'));
    const tabs = await Promise.all([1, 2, 3].map(() => connect(app.url, bob.client.cookieHeader)));
    for (const tab of tabs) await tab.do('rooms.open', { roomId: room.id });
    expect(names(await joins)).toEqual(['Ann', 'Bob']);
    tabs[0]?.close();
    await tabs[1]?.do('rooms.close', { roomId: room.id });
    const { presence } = await ann.live.do('rooms.open', { roomId: room.id });
    expect(names({ presence })).toEqual(['Ann', 'Bob']);
    const left = until((told) => !names(told).includes('Bob'));
    tabs[2]?.close();
    expect(names(await left)).toEqual(['Ann']);
  });

  it('[RT4] presence counts visitors without names', async () => {
    const joins = until(({ presence }) => presence.visitors === 2);
    const [one, two] = await Promise.all([connect(app.url), connect(app.url)]);
    await Promise.all([one, two].map((visitor) => visitor.do('rooms.open', { roomId: room.id })));
    expect(names(await joins)).toEqual(['Ann']);
    const left = until(({ presence }) => presence.visitors === 0);
    one.close();
    two.close();
    await left;
  });

  it('[RT5] presence drops a user when the connection breaks while the room opens', async () => {
    const carl = await connectUser(app.url, 'Carl');
    for (let n = 0; n < 10; n++) {
      const tab = await connect(app.url, carl.client.cookieHeader);
      tab.socket.emit('rooms.open', { roomId: room.id }, () => undefined);
      tab.close();
    }
    const dora = await connectUser(app.url, 'Dora');
    await openRoom(dora, room.id);
    const settled = until((told) => !names(told).includes('Carl') && names(told).includes('Dora'));
    await dora.live.do('rooms.close', { roomId: room.id });
    await openRoom(dora, room.id);
    await settled;
    const { presence } = await ann.live.do('rooms.open', { roomId: room.id });
    expect(names({ presence })).toEqual(['Ann', 'Dora']);
  });

  it('[RT5] presence drops a socket when it is cut without a close frame', async () => {
    const eve = await connectUser(app.url, 'Eve');
    const joins = until((told) => names(told).includes('Eve'));
    await openRoom(eve, room.id);
    await joins;
    const left = until((told) => !names(told).includes('Eve'));
    const { transport } = eve.live.socket.io.engine as unknown as {
      transport: { ws: { terminate?(): void; close(): void } };
    };
    transport.ws.terminate?.();
    await left;
  });

  it('[RT8] presence drops a user and the socket is disconnected within a second when the session ends', async () => {
    const fred = await connectUser(app.url, 'Fred');
    await openRoom(fred, room.id);
    const event = fred.live.next('session.ended');
    const cut = fred.live.disconnected().then(() => Date.now());
    const left = until((news) => !names(news).includes('Fred'));
    await fred.client.delete('/api/session');
    const answeredAt = Date.now();
    expect(await event).toEqual({ error: { code: 'UNAUTHENTICATED' }, reconnect: true });
    expect((await cut) - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
    await left;
  });

  it('[RT12] a socket is rejected when it opens too many rooms', async () => {
    const rooms = await Promise.all(Array.from({ length: 9 }, () => createRoom(ann)));
    const greta = await connectUser(app.url, 'Greta');
    const codes = [];
    for (const { id } of rooms) codes.push(await greta.live.rejectionOf('rooms.open', { roomId: id }));
    expect(codes).toEqual([...Array<string>(8).fill('ok'), 'RATE_LIMITED']);
  });
});
