import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Health, RoomView } from '@visionary/contract';
import { bootApp, type RunningApp } from '../support/app.js';
import { connect } from '../support/live-client.js';
import { addMember, type ConnectedUser, connectUser, createRoom, openRoom } from '../support/rooms.js';
import { freshDatabase, freshFolder, redisUrl } from '../support/services.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

/** More than a node has connections. */
const COMMANDS = 40;
/** What a lost node may cost its rooms, and as much again for a busy machine. */
const MAX_WAIT_MS = 10_000;
/** What it may cost other rooms on a busy machine. */
const MAX_DELAY_MS = 2_000;

describe('a node that is lost while it holds the row of a room', () => {
  let lost: RunningApp;
  let healthy: RunningApp;
  let line: TcpProxy;
  let [ann, bob]: ConnectedUser[] = [];
  let held: RoomView;
  let free: RoomView;

  const messageIn = ({ id: roomId }: RoomView) => ({ roomId, clientId: randomUUID(), text: 'anybody here?' });
  const timed = async <T>(work: Promise<T>): Promise<{ result: T; ms: number }> => {
    const startedAt = performance.now();
    return { result: await work, ms: performance.now() - startedAt };
  };

  beforeAll(async () => {
    const databaseUrl = await freshDatabase('mysql');
    line = await startTcpProxy(databaseUrl);
    const shared = { mode: 'cluster', redisUrl: redisUrl(), dataDir: freshFolder(), logLevel: 'silent' } as const;
    healthy = await bootApp({ ...shared, databaseUrl });
    lost = await bootApp({ ...shared, databaseUrl: line.url });
    ann = await connectUser(lost.url, 'Ann');
    bob = await connectUser(healthy.url, 'Bob');
    held = await createRoom(ann);
    free = await createRoom(bob);
    await addMember(ann, bob, held.id);
    for (const [user, room] of [
      [ann, held],
      [bob, held],
      [bob, free],
    ] as const) {
      await openRoom(user, room.id);
    }
  });

  it('[D9] costs its room seconds, and other rooms nothing; its own clients get UNAVAILABLE', async () => {
    if (!ann || !bob) throw new Error('nobody');
    const { live } = bob;
    const isFrozen = line.freezeAfter(/update `?room`? set last_seq/);
    const unanswered = ann.live.rejectionOf('chat.send', messageIn(held));
    await isFrozen;

    const others = await Promise.all([1, 2, 3, 4].map(() => connect(healthy.url, bob?.client.cookieHeader ?? '')));
    const inHeld = [...Array(COMMANDS).keys()].map((n) =>
      timed((others[n % others.length] ?? live).ask('chat.send', messageIn(held))),
    );
    // As long as the room waits, other rooms, reads and the health of this node don't.
    let isWaiting = true;
    const all = Promise.all(inHeld).finally(() => (isWaiting = false));
    const delays: number[] = [];
    while (isWaiting) {
      const send = await timed(live.ask('chat.send', messageIn(free)));
      expect(send.result).toMatchObject({ ok: true });
      const health = await timed(bob.client.get<Health>('/api/health'));
      expect(health.result.body.database).toBe('up');
      delays.push(send.ms, health.ms);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(Math.max(...delays)).toBeLessThan(MAX_DELAY_MS);
    for (const { result, ms } of await all) {
      if (!result.ok) expect(result.error).toMatchObject({ code: 'UNAVAILABLE', detail: { retryAfterSeconds: 1 } });
      expect(ms).toBeLessThan(MAX_WAIT_MS);
    }
    // The room is back, whether or not somebody waited long enough.
    const retry = await timed(live.ask('chat.send', messageIn(held)));
    expect(retry.result).toMatchObject({ ok: true });
    expect(retry.ms).toBeLessThan(MAX_DELAY_MS);

    expect(await unanswered).toBe('UNAVAILABLE');
  });
});
