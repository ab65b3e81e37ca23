import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LobbyView, RoomView, VolatilePayload } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { HttpClient } from '../support/http-client.js';
import { connect } from '../support/live-client.js';
import { createRoom, addMember, openRoom, type ConnectedUser, sendText, connectUser } from '../support/rooms.js';

type Changed = VolatilePayload<'lobby.changed'>;

describe('live updates of the lobby', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;

  beforeAll(async () => {
    app = await bootApp();
    [ann, bob] = await Promise.all([connectUser(app.url, 'Ann'), connectUser(app.url, 'Bob')]);
  });

  const change = (
    who: ConnectedUser,
    roomId: string,
    matches: (card: NonNullable<Changed['card']>) => boolean = () => true,
  ) =>
    waitForEvent<Changed>(
      who.live,
      'lobby.changed',
      (told) => told.roomId === roomId && told.card !== null && matches(told.card),
    );

  it('[R8] the lobby shows everyone a new public room, its presence and its messages', async () => {
    const visitor = await connect(app.url);
    const visitorSaw = visitor.collect<Changed>('lobby.changed');
    expect((await visitor.do('lobby.subscribe', {})).mine).toEqual([]);
    await bob.live.do('lobby.subscribe', {});
    const anyRoom = waitForEvent<Changed>(bob.live, 'lobby.changed');
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
    const saw = outsider.live.collect<Changed>('lobby.changed');
    await Promise.all([outsider, ann, bob].map(({ live }) => live.do('lobby.subscribe', {})));
    const mine = waitForEvent<Changed>(ann.live, 'lobby.changed', ({ card }) => card?.room.visibility === 'private');
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
    const saw = bob.live.collect<Changed>('lobby.changed');
    const last = change(bob, room.id, ({ lastMessage }) => lastMessage?.text === 'the last');
    for (let n = 0; n < 100; n++) await sendText(ann, room.id, `line ${n}`);
    await sendText(ann, room.id, 'the last');
    await last;
    // All of this takes under a second here; a slow machine may need a few more messages.
    expect(saw.filter(({ roomId }) => roomId === room.id).length).toBeLessThan(15);
  });

  it('[R8] the lobby sends nothing when the client has unsubscribed', async () => {
    const quiet = await connectUser(app.url);
    await quiet.live.do('lobby.subscribe', {});
    await quiet.live.do('lobby.unsubscribe', {});
    const saw = quiet.live.collect<Changed>('lobby.changed');
    await bob.live.do('lobby.subscribe', {});
    const heardByBob = waitForEvent<Changed>(bob.live, 'lobby.changed', ({ card }) => card?.room.name === 'Unheard');
    await createRoom(ann, { name: 'Unheard' });
    await heardByBob;
    await quiet.live.do('lobby.unsubscribe', {});
    expect(saw).toEqual([]);
  });

  it('[R1] a client gets the same lobby over HTTP', async () => {
    const room: RoomView = await createRoom(ann, { name: 'Over HTTP' });
    const { body, headers } = await new HttpClient(app.url).get<LobbyView>('/api/rooms');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.open[0]?.room).toEqual(room);
    const live = await connect(app.url);
    expect((await live.do('lobby.subscribe', {})).open.map((card) => card.room.id)).toEqual(
      body.open.map((card) => card.room.id),
    );
  });
});
