import { type Entry, factsOf, type History, type StoredRoom } from './history.js';
import { differs, eventsBySeq } from './event-diff.js';
import type { Violation } from './violation.js';

type Asked = Extract<Entry, { kind: 'asked' }>;
type Acknowledged = Extract<Entry, { kind: 'acknowledged' }>;

/** After these codes the effect is unknown; a retry tells. */
const UNDECIDED = ['UNAVAILABLE', 'TIMEOUT', 'OFFLINE', 'INTERNAL', 'SHUTTING_DOWN'];

interface WishSoFar {
  readonly asked: Asked;
  /** The highest seq of the room that was acknowledged to any client before this was first sent. */
  readonly after: number;
  acknowledged?: Acknowledged;
  lastRefusal?: string | undefined;
}

/** Checks commands: each has one correct reply, and none is logged before an earlier acknowledged one. */
export const checkCommands = ({ entries, kept }: History): Violation[] => {
  const found: Violation[] = [];
  const wishes = new Map<string, WishSoFar>();
  const acknowledgedUpTo = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'asked') {
      const after = acknowledgedUpTo.get(entry.roomId) ?? 0;
      if (!wishes.has(entry.clientId)) wishes.set(entry.clientId, { asked: entry, after });
    } else if (entry.kind === 'acknowledged') {
      const { roomId, seq } = entry.event;
      acknowledgedUpTo.set(roomId, Math.max(seq, acknowledgedUpTo.get(roomId) ?? 0));
      found.push(...answer(wishes.get(entry.clientId), entry));
    } else if (entry.kind === 'refused') {
      const wish = wishes.get(entry.clientId);
      if (wish) wish.lastRefusal = entry.code;
    }
  }
  const rooms = new Map(kept.map((room) => [room.roomId, room]));
  for (const wish of wishes.values()) found.push(...ends(wish, rooms.get(wish.asked.roomId)));
  return found;
};

function answer(wish: WishSoFar | undefined, entry: Acknowledged): Violation[] {
  const { roomId, seq } = entry.event;
  const where = { roomId, seq, client: entry.client };
  if (!wish) return [{ ...where, fault: 'other', what: 'acknowledged, and nobody asked for it' }];
  const before = wish.acknowledged;
  wish.acknowledged = entry;
  wish.lastRefusal = undefined;
  if (before && before.event.seq !== seq) {
    return [{ ...where, fault: 'double', what: `acknowledged as ${before.event.seq} before` }];
  }
  return seq > wish.after ? [] : [{ ...where, fault: 'overtaken', what: `asked after ${wish.after} was acknowledged` }];
}

function ends({ asked, acknowledged, lastRefusal }: WishSoFar, room: StoredRoom | undefined): Violation[] {
  const { roomId, userId, clientId, client, command } = asked;
  const where = { roomId, client };
  const done = room?.events.find((event) => event.clientId === clientId && event.actorId === userId);
  if (acknowledged) {
    const { event } = acknowledged;
    const stands = room && eventsBySeq(room).get(event.seq);
    if (!stands || done?.seq !== event.seq) {
      return [{ ...where, fault: 'absent', seq: event.seq, what: `${command} was acknowledged` }];
    }
    const difference = differs(factsOf(event), stands);
    return difference ? [{ ...where, fault: 'other', seq: event.seq, what: `acknowledged with ${difference}` }] : [];
  }
  if (lastRefusal === undefined) return [{ ...where, fault: 'unanswered', what: `${command} ${clientId}` }];
  if (done && !UNDECIDED.includes(lastRefusal)) {
    return [{ ...where, fault: 'undone', seq: done.seq, what: `${command} was refused with ${lastRefusal}` }];
  }
  return [];
}
