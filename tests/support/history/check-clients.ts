import type { RoomEvent } from '@visionary/contract';
import { factsOf, type History, type StoredRoom } from './history.js';
import { differs, eventsBySeq } from './event-diff.js';
import type { Violation } from './violation.js';

/** The position of one page in one room. */
interface Course {
  readonly client: string;
  readonly roomId: string;
  /** The page knows everything up to this seq; undefined before its first state. */
  upTo: number | undefined;
  readonly shown: Set<number>;
}

/** Checks what each page received and showed, from its first state to the end. */
export const checkClients = ({ entries, kept }: History): Violation[] => {
  const found: Violation[] = [];
  const rooms = new Map(kept.map((room) => [room.roomId, room]));
  const courses = new Map<string, Course>();
  const courseOf = (client: string, roomId: string): Course => {
    const key = `${client} ${roomId}`;
    const course = courses.get(key) ?? { client, roomId, upTo: undefined, shown: new Set() };
    courses.set(key, course);
    return course;
  };
  for (const entry of entries) {
    if (entry.kind === 'received') found.push(...isTrue(entry.client, entry.event, rooms.get(entry.event.roomId)));
    else if (entry.kind === 'stateReceived') found.push(...know(courseOf(entry.client, entry.roomId), entry.seq));
    else if (entry.kind === 'applied') {
      found.push(...isTrue(entry.client, entry.event, rooms.get(entry.event.roomId)));
      found.push(...show(courseOf(entry.client, entry.event.roomId), entry.event.seq));
    }
  }
  const gone = new Set(entries.flatMap((entry) => (entry.kind === 'closed' ? [entry.client] : [])));
  for (const course of courses.values()) {
    if (!gone.has(course.client)) found.push(...endOf(course, rooms.get(course.roomId)));
  }
  return found;
};

function isTrue(client: string, event: RoomEvent, room: StoredRoom | undefined): Violation[] {
  const { roomId, seq, type } = event;
  const stored = room && eventsBySeq(room).get(seq);
  if (!stored) return [{ fault: 'early', client, roomId, seq, what: `${type} was broadcast and is not in the log` }];
  const difference = differs(factsOf(event), stored);
  return difference ? [{ fault: 'other', client, roomId, seq, what: `${type} was broadcast with ${difference}` }] : [];
}

/** A fresh state may jump forward, never back. */
function know(course: Course, seq: number): Violation[] {
  const { client, roomId, upTo } = course;
  course.upTo = seq;
  if (upTo === undefined || seq >= upTo) return [];
  return [{ fault: 'reordered', client, roomId, seq, what: `a fresh state, though it knew ${upTo}` }];
}

function show(course: Course, seq: number): Violation[] {
  const { client, roomId, upTo, shown } = course;
  const where = { client, roomId, seq };
  const isSecond = shown.has(seq);
  shown.add(seq);
  course.upTo = Math.max(seq, upTo ?? 0);
  if (upTo === undefined) return [{ ...where, fault: 'gap', what: 'shown before any state' }];
  if (isSecond) return [{ ...where, fault: 'double', what: 'shown once more' }];
  if (seq <= upTo) return [{ ...where, fault: 'reordered', what: `shown after ${upTo}` }];
  return seq === upTo + 1 ? [] : [{ ...where, fault: 'gap', what: `shown after ${upTo}` }];
}

function endOf({ client, roomId, upTo = 0 }: Course, room: StoredRoom | undefined): Violation[] {
  const lastSeq = room?.lastSeq ?? 0;
  if (upTo >= lastSeq) return [];
  return [{ fault: 'lost', client, roomId, seq: upTo + 1, what: `never shown, up to ${lastSeq}` }];
}
