import type { ComparableEvent, StoredRoom } from './history.js';

const known = new WeakMap<StoredRoom, Map<number, ComparableEvent>>();

export const eventsBySeq = (room: StoredRoom): ReadonlyMap<number, ComparableEvent> => {
  const bySeq = known.get(room) ?? new Map(room.events.map((event) => [event.seq, event]));
  known.set(room, bySeq);
  return bySeq;
};

/**
 * @param received the event as a client received it
 * @param kept the event as the database has it now, without texts of deleted messages
 * @returns the first difference
 */
export const differs = (received: ComparableEvent, kept: ComparableEvent): string | null => {
  for (const key of ['seq', 'type', 'actorId', 'at', 'messageId'] as const) {
    if (received[key] !== kept[key]) return `${key} ${received[key]} where the log has ${kept[key]}`;
  }
  const isGone = kept.text === null || kept.text === '';
  return isGone || received.text === kept.text ? null : `"${received.text}" where the log has "${kept.text}"`;
};
