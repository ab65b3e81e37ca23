import type { RoomCard } from '@visionary/contract';

const lastActivityAt = ({ lastTakeAt, room }: RoomCard): number => lastTakeAt ?? room.createdAt;

/**
 * The rooms of the strip by id: rendering ones, then those that rendered last. A room keeps its slot while it is shown;
 * a room that starts to render replaces an idle one, so that nothing else moves.
 */
export function stableSlots(before: readonly string[], cards: readonly RoomCard[], slotCount: number): string[] {
  const byId = new Map(cards.map((card) => [card.room.id, card]));
  const slots = before.filter((id) => byId.has(id)).slice(0, slotCount);
  const rendering = cards.filter((card) => card.rendering !== null);
  const others = cards.filter((card) => card.rendering === null).sort((a, b) => lastActivityAt(b) - lastActivityAt(a));
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
