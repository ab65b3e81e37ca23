import type { RoomEvent } from '@visionary/contract';
import type { Random } from '../random.js';
import { type Entry, factsOf, type History, type StoredRoom, type ComparableMessage } from './history.js';

const ROOM = 'room';
const EMOJI = ['👍', '🎨'];

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export interface OpenHistory {
  entries: Entry[];
  kept: {
    roomId: string;
    lastSeq: number;
    events: Mutable<StoredRoom['events'][number]>[];
    messages: Mutable<ComparableMessage>[];
  }[];
  shown: { client: string; roomId: string; messages: Mutable<ComparableMessage>[] }[];
}

/** A page of the reference model: it receives some events live and the rest after a reconnect. */
interface Seat {
  readonly client: string;
  readonly userId: string;
  upTo: number;
  isThere: boolean;
}

/** The history of a correct server: a few users, one room, messages, edits, deletions, pins, reactions, and disconnects. */
export class ReferenceServer {
  private readonly entries: Entry[] = [];
  private readonly log: (RoomEvent & { clientId: string })[] = [];
  private readonly messages: Mutable<ComparableMessage>[] = [];
  private readonly seats: Seat[];

  constructor(
    private readonly random: Random,
    pages: number,
  ) {
    this.seats = Array.from({ length: pages }, (_, n) => {
      return { client: `page ${n}`, userId: `person ${n}`, upTo: 0, isThere: true };
    });
    for (const { client } of this.seats) this.entries.push({ kind: 'stateReceived', client, roomId: ROOM, seq: 0 });
  }

  run(steps: number): History {
    for (let step = 0; step < steps; step++) this.step();
    for (const seat of this.seats) this.comeBack(seat);
    const events = this.log.map((event) => ({ ...factsOf(event), clientId: event.clientId }));
    const kept = [{ roomId: ROOM, lastSeq: this.log.length, events, messages: this.messages }];
    const shown = this.seats.map(({ client }) => ({ client, roomId: ROOM, messages: structuredClone(this.messages) }));
    return { entries: this.entries, kept, shown };
  }

  private step(): void {
    const seat = this.random.pick(this.seats);
    if (this.random.chance(0.15)) {
      if (seat.isThere) this.entries.push({ kind: 'cut', client: seat.client, why: 'the line' });
      if (seat.isThere) seat.isThere = false;
      else this.comeBack(seat);
    } else if (seat.isThere) this.command(seat);
  }

  private command({ client, userId }: Seat): void {
    const clientId = `command ${this.entries.length}`;
    const [command, change] = this.change(userId, clientId);
    this.entries.push({ kind: 'requested', client, roomId: ROOM, userId, clientId, command });
    if (this.random.chance(0.1)) {
      this.entries.push({ kind: 'rejected', client, clientId, code: 'CHAT_NOT_AUTHOR' });
      return;
    }
    const event = this.append(userId, clientId, change());
    for (const seat of this.seats) if (seat.isThere) this.receives(seat, event);
    this.entries.push({ kind: 'acknowledged', client, clientId, event });
  }

  private change(userId: string, clientId: string): [string, () => Pick<RoomEvent, 'type' | 'payload'>] {
    const mine = this.messages.filter(({ authorId, deletedBy }) => authorId === userId && deletedBy === null);
    const alive = this.messages.filter(({ deletedBy }) => deletedBy === null);
    const kind = this.random.below(6);
    if (kind === 1 && mine.length > 0) return ['chat.edit', () => this.edit(this.random.pick(mine))];
    if (kind === 2 && mine.length > 0) return ['chat.delete', () => this.remove(this.random.pick(mine), userId)];
    if (kind === 3 && alive.length > 0) return ['chat.pin', () => this.pin(this.random.pick(alive), userId)];
    if (kind === 4 && alive.length > 0) return ['chat.react', () => this.react(this.random.pick(alive), userId)];
    return ['chat.send', () => this.send(userId, clientId)];
  }

  private send(authorId: string, clientId: string): Pick<RoomEvent, 'type' | 'payload'> {
    const [seq, text] = [this.log.length + 1, `words ${this.log.length}`];
    const id = `message ${seq}`;
    const nothing = { editedAt: null, deletedBy: null, pinnedBy: null, reactions: [] };
    this.messages.push({ ...nothing, id, seq, authorId, clientId, text });
    const author = { id: authorId, name: authorId };
    const message = { id, seq, clientId, author, text, roomId: ROOM, at: seq, reactions: [] };
    return { type: 'chat.sent', payload: { message } };
  }

  private edit(message: Mutable<ComparableMessage>): Pick<RoomEvent, 'type' | 'payload'> {
    const editedAt = this.log.length + 1;
    Object.assign(message, { text: `${message.text}!`, editedAt });
    return { type: 'chat.edited', payload: { messageId: message.id, text: message.text, editedAt } };
  }

  private remove(message: Mutable<ComparableMessage>, by: string): Pick<RoomEvent, 'type' | 'payload'> {
    Object.assign(message, { text: '', deletedBy: by, pinnedBy: null, reactions: [] });
    const payload = { messageId: message.id, by: { id: by, name: by }, at: this.log.length + 1 };
    return { type: 'chat.deleted', payload };
  }

  private pin(message: Mutable<ComparableMessage>, by: string): Pick<RoomEvent, 'type' | 'payload'> {
    const on = message.pinnedBy === null;
    message.pinnedBy = on ? by : null;
    const payload = { messageId: message.id, by: { id: by, name: by }, at: this.log.length + 1, on };
    return { type: 'chat.pinned', payload };
  }

  private react(message: Mutable<ComparableMessage>, by: string): Pick<RoomEvent, 'type' | 'payload'> {
    const emoji = this.random.pick(EMOJI);
    const given = `${emoji} ${by}`;
    const on = !message.reactions.includes(given);
    const others = message.reactions.filter((one) => one !== given);
    message.reactions = (on ? [...others, given] : others).toSorted();
    return { type: 'chat.reacted', payload: { messageId: message.id, emoji, user: { id: by, name: by }, on } };
  }

  private append(actorId: string, clientId: string, change: Pick<RoomEvent, 'type' | 'payload'>): RoomEvent {
    const seq = this.log.length + 1;
    const event = { roomId: ROOM, seq, at: seq, actorId, ...change } as RoomEvent;
    this.log.push({ ...event, clientId });
    return event;
  }

  private receives(seat: Seat, event: RoomEvent): void {
    this.entries.push({ kind: 'received', client: seat.client, event });
    if (event.seq !== seat.upTo + 1) return;
    seat.upTo = event.seq;
    this.entries.push({ kind: 'applied', client: seat.client, event });
  }

  /** Some get the missing events, some a fresh state. */
  private comeBack(seat: Seat): void {
    seat.isThere = true;
    if (this.random.chance(0.3) && seat.upTo < this.log.length) {
      seat.upTo = this.log.length;
      this.entries.push({ kind: 'stateReceived', client: seat.client, roomId: ROOM, seq: seat.upTo });
    }
    for (const { clientId: _clientId, ...event } of this.log.slice(seat.upTo)) this.receives(seat, event);
  }
}
