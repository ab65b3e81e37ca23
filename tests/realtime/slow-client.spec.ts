import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { type RoomEvent, type VolatilePayload } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { RoomLog } from '@visionary/rooms';
import { bootApp } from '../support/app.js';
import { heard } from '../support/heard.js';
import { connect } from '../support/live-client.js';
import { aRoom, opens, says, someone } from '../support/rooms.js';

type Told = VolatilePayload<'rooms.present'>;

const EVENTS = 1_500;
const NAME = '长'.repeat(3_000);

it('[RT14] a client that does not read is cut before much waits for it, and the others hear everything', async () => {
  const { app, url } = await bootApp({ logLevel: 'silent' });
  const [ann, bob, slow] = await Promise.all([someone(url, 'Ann'), someone(url, 'Bob'), someone(url, 'Slow')]);
  const room = await aRoom(ann);
  for (const one of [ann, bob, slow]) await opens(one, room.id);
  const { transport } = slow.live.socket.io.engine as unknown as {
    transport: { ws: { _socket: { pause(): void; resume(): void } } };
  };
  transport.ws._socket.pause();

  const atBob = bob.live.keep<RoomEvent>('chat.reacted');
  const gone = heard<Told>(
    ann.live,
    'rooms.present',
    ({ presence }) => presence.people.every(({ name }) => name !== 'Slow'),
    15_000,
  );
  // 13 MB: more than the kernel takes for somebody who does not read.
  const log = app.get(RoomLog, { strict: false });
  const person = { id: randomUUID(), name: NAME };
  const payload = () => ({ messageId: randomUUID(), emoji: '👍', person, on: true });
  for (let batch = 0; batch < EVENTS; batch += 50) {
    await app.get(UnitOfWork, { strict: false }).run(async () => {
      for (let n = 0; n < 50; n++) await log.append({ roomId: room.id, type: 'chat.reacted', actorId: null, payload });
    });
    await bob.live.do('lobby.leave', {});
  }
  await gone;
  const last = heard<RoomEvent>(bob.live, 'chat.sent');
  await says(ann, room.id, 'and on we go');
  await last;
  expect(atBob).toHaveLength(EVENTS);

  const cut = heard(slow.live, 'disconnect');
  transport.ws._socket.resume();
  await cut;
  const back = await connect(url, slow.client.cookieHeader);
  expect((await back.do('rooms.open', { roomId: room.id, afterSeq: 3 })).state.kind).toBe('fresh');
});
