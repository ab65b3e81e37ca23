import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomEventOf, RoomView, VolatilePayload } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { WITHIN_A_SECOND_MS } from '../support/deadlines.js';
import { waitForEvent } from '../support/wait-for-event.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { createRoom, openRoom, type ConnectedUser, sendText, connectUser } from '../support/rooms.js';
import { freshDatabase, redisUrl } from '../support/services.js';

type Sent = RoomEventOf<'chat.sent'>;
type Told = VolatilePayload<'rooms.presenceChanged'>;
const names = ({ presence }: Pick<Told, 'presence'>) => presence.users.map(({ name }) => name).sort();
const saying = (text: string) => (event: Sent) => event.payload.message.text === text;

describe('two nodes on MySQL and Redis', () => {
  let nodes: { one: RunningApp; two: RunningApp };
  let lines: { one: TcpProxy; two: TcpProxy };
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let bobOnTwo: LiveClient;
  let room: RoomView;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase('mysql');
    lines = { one: await startTcpProxy(redisUrl()), two: await startTcpProxy(redisUrl()) };
    const boot = (tcpProxy: TcpProxy) =>
      bootApp({ databaseUrl, redisUrl: tcpProxy.url, mode: 'cluster', logLevel: 'silent' });
    const [one, two] = await Promise.all([boot(lines.one), boot(lines.two)]);
    nodes = { one, two };
    [ann, bob] = [await connectUser(one.url, 'Ann'), await connectUser(one.url, 'Bob')];
    room = await createRoom(ann);
    bobOnTwo = await connect(two.url, bob.client.cookieHeader);
  });

  it('[RT9] share sessions, rooms, and event order', async () => {
    await openRoom(ann, room.id);
    await bobOnTwo.do('rooms.open', { roomId: room.id });
    const atBob = bobOnTwo.collect<Sent>('chat.sent');
    const atAnn = ann.live.collect<Sent>('chat.sent');
    const last = [ann.live, bobOnTwo].map((live) => waitForEvent<Sent>(live, 'chat.sent', saying('the last')));
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => sendText({ live: n % 2 ? bobOnTwo : ann.live }, room.id, `message ${n}`)),
    );
    await sendText(ann, room.id, 'the last');
    await Promise.all(last);
    const { events } = await bobOnTwo.do('rooms.eventsSince', { roomId: room.id, afterSeq: 2 });
    const bySeq = (events: Sent[]) => events.toSorted((a, b) => a.seq - b.seq);
    expect(bySeq(atBob)).toEqual(events);
    expect(bySeq(atAnn)).toEqual(events);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 51 }, (_, n) => n + 3));
  });

  it('[RT2] return the first event to a retry on the other node, also when both race', async () => {
    const bobOnOne = bob.live;
    const clientId = randomUUID();
    const first = await sendText({ live: bobOnTwo }, room.id, 'first', clientId);
    expect(await sendText({ live: bobOnOne }, room.id, 'second', clientId)).toEqual(first);
    for (let n = 0; n < 10; n++) {
      const raced = randomUUID();
      const both = await Promise.all(
        [bobOnOne, bobOnTwo].map((live) => sendText({ live }, room.id, `race ${n}`, raced)),
      );
      expect(both[0]).toEqual(both[1]);
    }
  });

  it('[RT9] relay typing, presence, and lobby changes to the other node', async () => {
    const typed = waitForEvent(ann.live, 'chat.userTyping');
    await bobOnTwo.do('chat.startTyping', { roomId: room.id });
    expect(await typed).toEqual({ roomId: room.id, user: { id: bob.me.id, name: 'Bob' } });
    const carl = await connectUser(nodes.two.url, 'Carl');
    const come = waitForEvent<Told>(ann.live, 'rooms.presenceChanged', (told) => names(told).includes('Carl'));
    await openRoom(carl, room.id);
    expect(names(await come)).toEqual(['Ann', 'Bob', 'Carl']);
    await bobOnTwo.do('lobby.subscribe', {});
    const changed = waitForEvent<VolatilePayload<'lobby.changed'>>(
      bobOnTwo,
      'lobby.changed',
      ({ card }) => card?.room.name === 'Fresh',
    );
    await createRoom(ann, { name: 'Fresh' });
    await changed;
    const left = waitForEvent<Told>(ann.live, 'rooms.presenceChanged', (told) => !names(told).includes('Carl'));
    carl.live.close();
    await left;
  });

  it('[RT8] apply a role change within a second on the other node, and disconnect an ended session there', async () => {
    const dora = await connectUser(nodes.one.url, 'Dora');
    const doraOnTwo = await connect(nodes.two.url, dora.client.cookieHeader);
    expect(await doraOnTwo.rejectionOf('chat.send', { roomId: room.id, clientId: randomUUID(), text: 'x' })).toBe(
      'ROOMS_READ_ONLY',
    );
    await openRoom(dora, room.id);
    // Retries until it is accepted; the deadline is the guarantee.
    const began = Date.now();
    let code = '';
    while (code !== 'ok' && Date.now() - began < WITHIN_A_SECOND_MS) {
      code = await doraOnTwo.rejectionOf('chat.send', { roomId: room.id, clientId: randomUUID(), text: 'x' });
    }
    expect(code).toBe('ok');
    const cut = waitForEvent(doraOnTwo, 'disconnect').then(() => Date.now());
    await dora.client.delete('/api/session');
    const answeredAt = Date.now();
    expect((await cut) - answeredAt).toBeLessThan(WITHIN_A_SECOND_MS);
  });

  it('[RT11] work separately without Redis, and catch up when it returns', async () => {
    const erin = await connectUser(nodes.one.url, 'Erin');
    await openRoom(erin, room.id);
    const health = async () => (await erin.client.get<{ bus: string }>('/api/health')).body.bus;
    expect(await health()).toBe('up');
    lines.one.disconnect();
    lines.two.disconnect();
    const atErin = waitForEvent<Sent>(erin.live, 'chat.sent', saying('only here'));
    const atBob = waitForEvent<Sent>(bobOnTwo, 'chat.sent', saying('only here'));
    await sendText(ann, room.id, 'only here');
    const told = await atErin;
    while ((await health()) !== 'down');
    const { events } = await bobOnTwo.do('rooms.eventsSince', { roomId: room.id, afterSeq: told.seq - 1 });
    expect(events).toEqual([told]);
    lines.one.reconnect();
    lines.two.reconnect();
    expect(await atBob).toEqual(told);
    const again = waitForEvent<Sent>(bobOnTwo, 'chat.sent', saying('together again'));
    const together = async (): Promise<void> => {
      if ((await health()) === 'up') await sendText(ann, room.id, 'together again');
      else await together();
    };
    await together();
    await again;
  });

  it('[RT5] drop the presence of a crashed node within 30 s', async () => {
    const { presence } = await ann.live.do('rooms.open', { roomId: room.id });
    expect(names({ presence })).toContain('Bob');
    const gone = waitForEvent<Told>(ann.live, 'rooms.presenceChanged', (told) => !names(told).includes('Bob'));
    lines.two.disconnect();
    expect(names(await gone)).not.toContain('Bob');
  });
});
