import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LIMITS, type RoomView } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { RoomLog } from '@visionary/rooms';
import { bootApp, type RunningApp } from '../support/app.js';
import { SimulatedClients } from '../support/history/clients.js';
import type { Page } from '../support/history/page.js';
import { createClients } from '../support/history/setup.js';
import { Random } from '../support/random.js';
import { createRoom, openRoom, type ConnectedUser, sendText, connectUser } from '../support/rooms.js';

const DISCONNECTS = 1_000;

describe('catch-up', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    ann = await connectUser(app.url, 'Ann');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  /** Appends events without a client. */
  const append = (roomId: string, count: number, text = 'x') => {
    const log = app.get(RoomLog);
    return app.get(UnitOfWork).run(async () => {
      for (let n = 0; n < count; n++) {
        await log.append({
          roomId,
          type: 'chat.edited',
          actorId: null,
          payload: ({ at }) => ({ messageId: randomUUID(), text, editedAt: at }),
        });
      }
    });
  };

  it('[RT3] clients converge on the database after a thousand disconnects under traffic', async () => {
    const random = new Random(jest.getSeed());
    const { crowd, recorder } = await createClients({
      title: 'a thousand disconnects',
      random,
      urls: [app.url],
      users: 8,
      pagesEach: 2,
      rooms: 1,
    });
    for (let disconnects = 0; disconnects < DISCONNECTS;) {
      const page = random.pick(crowd.pages);
      if (page.isUp && random.chance(0.5)) {
        page.disconnect();
        disconnects += 1;
      } else if (crowd.unanswered < 20) crowd.act(page);
      // Lets the sockets send and receive; how much happens between two disconnects is random.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await crowd.verdict(app.config.databaseUrl);
    expect(recorder.acknowledged).toBeGreaterThan(DISCONNECTS / 10);
    expect(recorder.count('applied')).toBeGreaterThan(DISCONNECTS);
  });

  /** Suspends one client while others send, edit, delete, pin, and react, then compares it with the database. */
  const suspendDuring = async (title: string, acknowledged: number) => {
    const random = new Random(jest.getSeed());
    const { crowd, recorder } = await createClients({
      title,
      random,
      urls: [app.url],
      users: 3,
      pagesEach: 2,
      rooms: 1,
    });
    await crowd.talkFor(20);
    await crowd.answered();
    const [sleeper] = crowd.pages as [Page];
    sleeper.sleep();
    const awake = new SimulatedClients(crowd.pages.slice(1), { roomIds: crowd.roomIds, random, recorder });
    await awake.talkFor(acknowledged);
    await awake.answered();
    const states = recorder.count('stateReceived');
    sleeper.wake();
    await crowd.verdict(app.config.databaseUrl);
    return { fresh: recorder.count('stateReceived') - states, recorder };
  };

  it('[RT3] a client receives edits, deletions, pins, and reactions made while it was suspended', async () => {
    const { fresh, recorder } = await suspendDuring('suspended for a while', 120);
    expect(fresh).toBe(0);
    const changes = new Set(recorder.entries.flatMap((entry) => (entry.kind === 'applied' ? [entry.event.type] : [])));
    for (const type of ['chat.sent', 'chat.edited', 'chat.deleted', 'chat.pinned', 'chat.reacted'] as const) {
      expect(changes).toContain(type);
    }
  });

  it('[RT3] a client that was suspended for a day gets a fresh state', async () => {
    const { fresh } = await suspendDuring('suspended for a day', LIMITS.catchUpEvents + 20);
    expect(fresh).toBe(1);
  });

  it('[RT23] messages written offline are sent once and in order, by any remaining tab', async () => {
    const random = new Random(jest.getSeed());
    const { crowd } = await createClients({
      title: 'written offline',
      random,
      urls: [app.url],
      users: 2,
      pagesEach: 2,
      rooms: 1,
    });
    const [roomId = ''] = crowd.roomIds;
    const [one, two, other] = crowd.pages as [Page, Page, Page];
    for (const page of [one, two]) page.sleep();
    const mine = ['first', 'second', 'third'].map((text) => one.say(roomId, text));
    await other.say(roomId, 'meanwhile');
    mine.push(two.say(roomId, 'fourth, from another tab'));
    // The tab that wrote them is closed. The other tab sends its outbox.
    crowd.pages.splice(0, 1);
    one.close();
    two.wake();
    await Promise.all(mine);
    await crowd.verdict(app.config.databaseUrl);
    const { messages } = await two.room(roomId).shown();
    expect(messages.map(({ text }) => text)).toEqual([
      'meanwhile',
      'first',
      'second',
      'third',
      'fourth, from another tab',
    ]);
  });

  it('[RT3] a client gets the missed events up to the limit, and a fresh state beyond it', async () => {
    const long = await createRoom(ann);
    await append(long.id, LIMITS.catchUpEvents + 1);
    const open = (afterSeq?: number) =>
      ann.live.do('rooms.open', { roomId: long.id, ...(afterSeq !== undefined && { afterSeq }) });
    expect((await open(1)).state.kind).toBe('fresh');
    const { seq, state } = await open(2);
    expect(seq).toBe(LIMITS.catchUpEvents + 2);
    expect(state.kind === 'events' && state.events.map((event) => event.seq)).toEqual(
      Array.from({ length: LIMITS.catchUpEvents }, (_, n) => n + 3),
    );
    expect((await open(seq)).state).toEqual({ kind: 'events', events: [] });
    expect((await open(seq + 5)).state.kind).toBe('fresh');
    expect((await open()).state.kind).toBe('fresh');
  });

  it('[RT3] each reply fits a socket frame, and the next one continues', async () => {
    const heavy = await createRoom(ann);
    await append(heavy.id, 300, '长'.repeat(3000));
    expect((await ann.live.do('rooms.open', { roomId: heavy.id, afterSeq: 1 })).state.kind).toBe('fresh');
    const seqs: number[] = [];
    for (let hasMore = true; hasMore;) {
      const page = await ann.live.do('rooms.eventsSince', { roomId: heavy.id, afterSeq: seqs.at(-1) ?? 0 });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(LIMITS.socketFrameBytes);
      seqs.push(...page.events.map(({ seq }) => seq));
      hasMore = page.more;
    }
    expect(seqs).toEqual(Array.from({ length: 301 }, (_, n) => n + 1));
  });

  it('[A17] events have the present names of users, also when another user just read them', async () => {
    const bob = await connectUser(app.url, 'Bob');
    await openRoom(bob, room.id);
    await sendText(bob, room.id, 'hello');
    const authors = async (of: ConnectedUser) => {
      const { state } = await of.live.do('rooms.open', { roomId: room.id, afterSeq: 1 });
      const sent = state.kind === 'events' ? state.events.filter((event) => event.type === 'chat.sent') : [];
      return sent.map(({ payload }) => payload.message.author.name);
    };
    expect(await authors(ann)).toContain('Bob');
    const { status } = await bob.client.patch('/api/me', { name: 'Robert' });
    expect(status).toBe(200);
    expect(await authors(bob)).not.toContain('Bob');
    expect(await authors(ann)).toContain('Robert');
  });
});
