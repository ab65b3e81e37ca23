import { type Entry, factsOf, type History, type StoredRoom } from './history.js';
import { differs, eventsBySeq } from './event-diff.js';
import type { Violation } from './violation.js';

type Requested = Extract<Entry, { kind: 'requested' }>;
type Acknowledged = Extract<Entry, { kind: 'acknowledged' }>;

/** After these codes the effect is unknown; a retry tells. */
const UNDECIDED = ['UNAVAILABLE', 'TIMEOUT', 'OFFLINE', 'INTERNAL', 'SHUTTING_DOWN'];

interface CommandSoFar {
  readonly requested: Requested;
  /** The highest seq of the room that was acknowledged to any client before this was first sent. */
  readonly after: number;
  acknowledged?: Acknowledged;
  lastRejection?: string | undefined;
}

/** Checks commands: each has one correct reply, and none is logged before an earlier acknowledged one. */
export const checkCommands = ({ entries, kept }: History): Violation[] => {
  const found: Violation[] = [];
  const commands = new Map<string, CommandSoFar>();
  const acknowledgedUpTo = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'requested') {
      const after = acknowledgedUpTo.get(entry.roomId) ?? 0;
      if (!commands.has(entry.clientId)) commands.set(entry.clientId, { requested: entry, after });
    } else if (entry.kind === 'acknowledged') {
      const { roomId, seq } = entry.event;
      acknowledgedUpTo.set(roomId, Math.max(seq, acknowledgedUpTo.get(roomId) ?? 0));
      found.push(...answer(commands.get(entry.clientId), entry));
    } else if (entry.kind === 'rejected') {
      const command = commands.get(entry.clientId);
      if (command) command.lastRejection = entry.code;
    }
  }
  const rooms = new Map(kept.map((room) => [room.roomId, room]));
  for (const command of commands.values()) found.push(...ends(command, rooms.get(command.requested.roomId)));
  return found;
};

function answer(command: CommandSoFar | undefined, entry: Acknowledged): Violation[] {
  const { roomId, seq } = entry.event;
  const where = { roomId, seq, client: entry.client };
  if (!command) return [{ ...where, fault: 'other', what: 'acknowledged without a request' }];
  const before = command.acknowledged;
  command.acknowledged = entry;
  command.lastRejection = undefined;
  if (before && before.event.seq !== seq) {
    return [{ ...where, fault: 'double', what: `acknowledged as ${before.event.seq} before` }];
  }
  return seq > command.after
    ? []
    : [{ ...where, fault: 'overtaken', what: `requested after ${command.after} was acknowledged` }];
}

function ends({ requested, acknowledged, lastRejection }: CommandSoFar, room: StoredRoom | undefined): Violation[] {
  const { roomId, userId, clientId, client, command } = requested;
  const where = { roomId, client };
  const done = room?.events.find((event) => event.clientId === clientId && event.actorId === userId);
  if (acknowledged) {
    const { event } = acknowledged;
    const stored = room && eventsBySeq(room).get(event.seq);
    if (!stored || done?.seq !== event.seq) {
      return [{ ...where, fault: 'absent', seq: event.seq, what: `${command} was acknowledged` }];
    }
    const difference = differs(factsOf(event), stored);
    return difference ? [{ ...where, fault: 'other', seq: event.seq, what: `acknowledged with ${difference}` }] : [];
  }
  if (lastRejection === undefined) return [{ ...where, fault: 'unanswered', what: `${command} ${clientId}` }];
  if (done && !UNDECIDED.includes(lastRejection)) {
    return [{ ...where, fault: 'undone', seq: done.seq, what: `${command} was rejected with ${lastRejection}` }];
  }
  return [];
}
