import type { RoomCard } from '@visionary/contract';

const lastAt = ({ lastTakeAt, room }: RoomCard): number => lastTakeAt ?? room.createdAt;

/**
 * Which rooms the strip shows, by id: those that render, then those that did last. A room keeps its place as long as it is
 * there; one that begins to render takes the place of one that does not, so that nothing else moves.
 */
export function stableSlots(before: readonly string[], cards: readonly RoomCard[], slotCount: number): string[] {
  const byId = new Map(cards.map((card) => [card.room.id, card]));
  const slots = before.filter((id) => byId.has(id)).slice(0, slotCount);
  const rendering = cards.filter((card) => card.rendering !== null);
  const others = cards.filter((card) => card.rendering === null).sort((a, b) => lastAt(b) - lastAt(a));
  for (const { room } of rendering) {
    if (slots.includes(room.id)) continue;
    const idle = slots.findLastIndex((id) => byId.get(id)?.rendering === null);
    if (slots.length < slotCount) slots.push(room.id);
    else if (idle >= 0) slots[idle] = room.id;
  }
  for (const { room } of others) {
    if (slots.length < slotCount && !slots.includes(room.id)) slots.push(room.id);
  }
  return slots;
}
