import { randomUUID } from 'node:crypto';
import { expect, it, jest } from '@jest/globals';
import { LIMITS } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { RoomLog } from '@visionary/rooms';
import type { Server } from 'socket.io';
import { bootApp } from '../support/app.js';
import { DEADLINE_MS } from '../support/deadlines.js';
import type { Page } from '../support/history/page.js';
import { createClients } from '../support/history/setup.js';
import { Random } from '../support/random.js';

const EVENTS_A_BATCH = 50;
/** More than the kernel buffers for a client that does not read. */
const MAX_BATCHES = 60;
const WORDS = '长'.repeat(3_000);
const PACKET_BYTES = 3 * WORDS.length + 1_000;

interface Waiting {
  readonly writeBuffer: readonly { readonly data?: Uint8Array }[];
  readonly transport: { readonly socket?: { readonly bufferedAmount: number } };
}

it('[RT14] a client that stops reading is disconnected at a buffer limit, catches up later, and does not affect others', async () => {
  const { app, url, config } = await bootApp({ logLevel: 'silent' });
  const random = new Random(jest.getSeed());
  const { crowd, recorder } = await createClients({
    ...{ title: 'somebody stops reading', random, urls: [url], users: 3, pagesEach: 1, rooms: 1 },
  });
  const [ann, bob, slow] = crowd.pages as [Page, Page, Page];
  const [roomId = ''] = crowd.roomIds;
  await crowd.talkFor(20);
  await crowd.answered();
  const broadcast = app.get(Broadcast);
  const { io } = broadcast as unknown as { io: Server };
  const waiting = () =>
    [...io.of('/').sockets.values()].reduce((most, { conn }) => {
      const { writeBuffer, transport } = conn as unknown as Waiting;
      const queued = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
      return Math.max(most, queued + (transport.socket?.bufferedAmount ?? 0));
    }, 0);

  const line = slow.engine.transport.ws._socket;
  line.pause();
  const log = app.get(RoomLog, { strict: false });
  const change = { roomId, type: 'chat.edited', actorId: null } as const;
  const payload = ({ at }: { at: number }) => ({ messageId: randomUUID(), text: WORDS, editedAt: at });
  let most = 0;
  let batches = 0;
  for (; broadcast.localRoomSize(roomId) === crowd.pages.length && batches < MAX_BATCHES; batches++) {
    await app.get(UnitOfWork, { strict: false }).run(async () => {
      for (let n = 0; n < EVENTS_A_BATCH; n++) await log.append({ ...change, payload });
    });
    most = Math.max(most, waiting());
    // The others receive everything at once, and get acknowledgements.
    await Promise.all([ann, bob].map((page) => page.say(roomId, `batch ${batches}`)));
    await Promise.all([ann, bob].map((page) => page.room(roomId).reaches(slow.room(roomId).seq + 1, DEADLINE_MS)));
  }
  expect(batches).toBeLessThan(MAX_BATCHES);
  expect(broadcast.localRoomSize(roomId)).toBe(crowd.pages.length - 1);
  // The limit, and the packet that passed it.
  expect(most).toBeLessThan(LIMITS.socketFrameBytes + PACKET_BYTES);

  line.resume();
  await crowd.verdict(config.databaseUrl);
  expect(recorder.entries).toContainEqual({ kind: 'cut', client: slow.client, why: 'TOO_LARGE' });
});
