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
import { aRoom, opens, type Present, says, someone } from '../support/rooms.js';

const CUTS = 1_000;

describe('catching up', () => {
  let app: RunningApp;
  let ann: Present;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp();
    ann = await someone(app.url, 'Ann');
    room = await aRoom(ann);
    await opens(ann, room.id);
  });

  /** Events without a client behind them, as fast as the database takes them. */
  const append = (roomId: string, count: number, text = 'x') => {
    const log = app.app.get(RoomLog, { strict: false });
    return app.app.get(UnitOfWork, { strict: false }).run(async () => {
      for (let n = 0; n < count; n++) {
        await log.append({
          ...{ roomId, type: 'chat.edited', actorId: null },
          payload: ({ at }) => ({ messageId: randomUUID(), text, editedAt: at }),
        });
      }
    });
  };

  it('[RT3] ends with the list of the database after a thousand cuts under traffic, wherever they fall', async () => {
    const random = new Random(jest.getSeed());
    const { crowd, recorder } = await createClients({
      ...{ title: 'a thousand cuts', random, urls: [app.url], users: 8, pagesEach: 2, rooms: 1 },
    });
    for (let cuts = 0; cuts < CUTS;) {
      const page = random.pick(crowd.pages);
      if (page.isUp && random.chance(0.5)) {
        page.disconnect();
        cuts += 1;
      } else if (crowd.unanswered < 20) crowd.act(page);
      // Lets the sockets speak; how much they get said between two cuts is chance.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await crowd.verdict(app.config.databaseUrl);
    expect(recorder.acknowledged).toBeGreaterThan(CUTS / 10);
    expect(recorder.count('applied')).toBeGreaterThan(CUTS);
  });

  /** Somebody's page sleeps while others talk, edit, remove, pin and react; what it then does is held against the database. */
  const sleepThrough = async (title: string, acknowledged: number) => {
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
    const states = recorder.count('knows');
    sleeper.wake();
    await crowd.verdict(app.config.databaseUrl);
    return { fresh: recorder.count('knows') - states, recorder };
  };

  it('[RT3] brings back edits, removals, pins and reactions made while a page was away', async () => {
    const { fresh, recorder } = await sleepThrough('away for a while', 120);
    expect(fresh).toBe(0);
    const changes = new Set(recorder.entries.flatMap((entry) => (entry.kind === 'applied' ? [entry.event.type] : [])));
    for (const type of ['chat.sent', 'chat.edited', 'chat.deleted', 'chat.pinned', 'chat.reacted'] as const) {
      expect(changes).toContain(type);
    }
  });

  it('[RT3] gives a page that slept for a day a fresh state, with everything as the database has it', async () => {
    const { fresh } = await sleepThrough('asleep for a day', LIMITS.catchUpEvents + 20);
    expect(fresh).toBe(1);
  });

  it('[RT23] sends what was written without a line once, in the order it was written, from whatever page is left', async () => {
    const random = new Random(jest.getSeed());
    const { crowd } = await createClients({
      ...{ title: 'written without a line', random, urls: [app.url], users: 2, pagesEach: 2, rooms: 1 },
    });
    const [roomId = ''] = crowd.roomIds;
    const [one, two, other] = crowd.pages as [Page, Page, Page];
    for (const page of [one, two]) page.sleep();
    const mine = ['first', 'second', 'third'].map((text) => one.say(roomId, text));
    await other.say(roomId, 'meanwhile');
    mine.push(two.say(roomId, 'fourth, from another tab'));
    // The tab in which they were written is shut; what it kept is sent by the other.
    crowd.pages.splice(0, 1);
    one.close();
    two.wake();
    await Promise.all(mine);
    await crowd.verdict(app.config.databaseUrl);
    const { messages } = await two.room(roomId).shown();
    expect(messages.map(({ text }) => text)).toEqual([
      ...['meanwhile', 'first', 'second', 'third', 'fourth, from another tab'],
    ]);
  });

  it('[RT3] gives the events up to the limit, and a fresh state beyond it', async () => {
    const long = await aRoom(ann);
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

  it('[RT3] keeps each reply within what a socket may hold, and goes on where it stopped', async () => {
    const heavy = await aRoom(ann);
    await append(heavy.id, 300, '长'.repeat(3000));
    expect((await ann.live.do('rooms.open', { roomId: heavy.id, afterSeq: 1 })).state.kind).toBe('fresh');
    const seqs: number[] = [];
    for (let more = true; more;) {
      const page = await ann.live.do('rooms.eventsSince', { roomId: heavy.id, afterSeq: seqs.at(-1) ?? 0 });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(LIMITS.socketFrameBytes);
      seqs.push(...page.events.map(({ seq }) => seq));
      more = page.more;
    }
    expect(seqs).toEqual(Array.from({ length: 301 }, (_, n) => n + 1));
  });

  it('[A17] shows names as they are now, also of events that somebody else has just been given', async () => {
    const bob = await someone(app.url, 'Bob');
    await opens(bob, room.id);
    await says(bob, room.id, 'hello');
    const authors = async (of: Present) => {
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
