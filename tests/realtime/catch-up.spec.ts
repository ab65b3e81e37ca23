import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RoomEvent, RoomView } from '@visionary/contract';
import { LIMITS } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { RoomLog } from '@visionary/rooms';
import { bootApp, type RunningApp } from '../support/app.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { aRoom, opens, type Present, says, someone } from '../support/rooms.js';

/** A small generator with a seed that Jest prints (`--seed` runs it again). */
const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/** A page as the protocol asks of it: applies events in order of seq, drops doubles, asks for what is missing. */
class Page {
  readonly events: RoomEvent[] = [];
  private live: LiveClient | undefined;
  private readonly early = new Map<number, RoomEvent>();

  constructor(
    private readonly url: string,
    private readonly cookie: string,
    private readonly roomId: string,
  ) {}

  get seq(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  async arrive(): Promise<void> {
    const live = await connect(this.url, this.cookie);
    this.live = live;
    live.socket.onAny((name: string, said: RoomEvent) => {
      if (name.startsWith('chat.') || name === 'rooms.joined') this.receive(said);
    });
    const { state } = await live.do('rooms.open', { roomId: this.roomId, afterSeq: this.seq });
    if (state.kind !== 'events') throw new Error('expected events');
    state.events.forEach((event) => this.receive(event));
  }

  break(): void {
    this.live?.socket.io.engine.close();
    this.early.clear();
  }

  private receive(event: RoomEvent): void {
    if (event.seq <= this.seq) return;
    this.early.set(event.seq, event);
    for (let next = this.early.get(this.seq + 1); next; next = this.early.get(this.seq + 1)) this.events.push(next);
  }
}

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

  const log = () => app.app.get(RoomLog, { strict: false }).since(room.id, 0, 100_000);

  /** Events without a client behind them, as fast as the database takes them. */
  const append = (roomId: string, count: number, text = 'x') => {
    const log = app.app.get(RoomLog, { strict: false });
    return app.app.get(UnitOfWork, { strict: false }).run(async () => {
      for (let n = 0; n < count; n++) {
        await log.append({
          ...{ roomId, type: 'chat.reacted', actorId: null },
          payload: () => ({ messageId: randomUUID(), emoji: '👍', person: { id: randomUUID(), name: text }, on: true }),
        });
      }
    });
  };

  it('[RT3] ends with the list of the database, wherever the line was cut', async () => {
    const seed = jest.getSeed();
    const random = randomFrom(seed);
    const bob = await someone(app.url, 'Bob');
    const page = new Page(app.url, bob.client.cookieHeader, room.id);
    await page.arrive();
    let sending: Promise<unknown>[] = [];
    for (let round = 0; round < 12; round++) {
      for (let n = random(6); n >= 0; n--) sending.push(says(ann, room.id, `round ${round}, ${n}`));
      if (random(2)) await Promise.all(sending);
      page.break();
      for (let n = random(6); n > 0; n--) sending.push(says(ann, room.id, `away ${round}, ${n}`));
      if (random(2)) await Promise.all(sending);
      await page.arrive();
    }
    await Promise.all(sending);
    sending = [];
    await page.arrive();
    expect({ seed, events: page.events }).toEqual({ seed, events: await log() });
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_, index) => index + 1));
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
      const page = await ann.live.do('rooms.missed', { roomId: heavy.id, afterSeq: seqs.at(-1) ?? 0 });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(LIMITS.socketFrameBytes);
      seqs.push(...page.events.map(({ seq }) => seq));
      more = page.more;
    }
    expect(seqs).toEqual(Array.from({ length: 301 }, (_, n) => n + 1));
  });
});
