import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomView, VolatilePayload } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { connect } from '../support/live-client.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';

type Told = VolatilePayload<'rooms.presenceChanged'>;
const names = ({ presence }: Pick<Told, 'presence'>) => presence.users.map(({ name }) => name).sort();

describe('presence', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    ann = await connectUser(app.url, 'Ann');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const until = (matches: (told: Told) => boolean) => waitForEvent<Told>(ann.live, 'rooms.presenceChanged', matches);

  it('[RT4] presence counts a user with three tabs once until the last tab is closed', async () => {
    const bob = await connectUser(app.url, 'Bob');
    const come = until((told) => names(told).includes('Bob'));
    const tabs = await Promise.all([1, 2, 3].map(() => connect(app.url, bob.client.cookieHeader)));
    for (const tab of tabs) await tab.do('rooms.open', { roomId: room.id });
    expect(names(await come)).toEqual(['Ann', 'Bob']);
    tabs[0]?.close();
    await tabs[1]?.do('rooms.close', { roomId: room.id });
    const { presence } = await ann.live.do('rooms.open', { roomId: room.id });
    expect(names({ presence })).toEqual(['Ann', 'Bob']);
    const gone = until((told) => !names(told).includes('Bob'));
    tabs[2]?.close();
    expect(names(await gone)).toEqual(['Ann']);
  });

  it('[RT4] presence counts visitors without names', async () => {
    const come = until(({ presence }) => presence.visitors === 2);
    const [one, two] = await Promise.all([connect(app.url), connect(app.url)]);
    await Promise.all([one, two].map((visitor) => visitor.do('rooms.open', { roomId: room.id })));
    expect(names(await come)).toEqual(['Ann']);
    const gone = until(({ presence }) => presence.visitors === 0);
    one.close();
    two.close();
    await gone;
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
    const come = until((told) => names(told).includes('Eve'));
    await openRoom(eve, room.id);
    await come;
    const gone = until((told) => !names(told).includes('Eve'));
    const { transport } = eve.live.socket.io.engine as unknown as {
      transport: { ws: { terminate?(): void; close(): void } };
    };
    transport.ws.terminate?.();
    await gone;
  });

  it('[RT8] presence drops a user and the socket is disconnected within a second when the session ends', async () => {
    const fred = await connectUser(app.url, 'Fred');
    await openRoom(fred, room.id);
    const told = waitForEvent<VolatilePayload<'session.ended'>>(fred.live, 'session.ended');
    const cut = waitForEvent(fred.live, 'disconnect').then(() => Date.now());
    const gone = until((news) => !names(news).includes('Fred'));
    await fred.client.delete('/api/session');
    const answeredAt = Date.now();
    expect(await told).toEqual({ error: { code: 'UNAUTHENTICATED' }, reconnect: true });
    expect((await cut) - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
    await gone;
  });

  it('[RT12] a socket is rejected when it opens too many rooms', async () => {
    const rooms = await Promise.all(Array.from({ length: 9 }, () => createRoom(ann)));
    const greta = await connectUser(app.url, 'Greta');
    const codes = [];
    for (const { id } of rooms) codes.push(await greta.live.rejectionOf('rooms.open', { roomId: id }));
    expect(codes).toEqual([...Array<string>(8).fill('ok'), 'RATE_LIMITED']);
  });
});
