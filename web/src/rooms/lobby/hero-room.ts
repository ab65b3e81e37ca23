import { HOUSE_ROOM_ID, type RoomCard } from '@visionary/contract';

/** A room without a take for this long is no longer live. */
const LIVE_MS = 5 * 60_000;
const [PEOPLE_RENDER, PEOPLE_RENDERED, HOUSE, EARLIER, NOTHING] = [0, 1, 2, 3, 4] as const;

function rankOf({ room, rendering, lastImage, lastTakeAt }: RoomCard, now: number): number {
  if (!rendering && !lastImage) return NOTHING;
  if (room.id === HOUSE_ROOM_ID) return HOUSE;
  if (rendering) return PEOPLE_RENDER;
  return now - (lastTakeAt ?? 0) < LIVE_MS ? PEOPLE_RENDERED : EARLIER;
}

/**
 * The room that the home shows to visitors: one in which people render, else one in which they just did, else the house room. The
 * shown one stays while it is as good as any other.
 */
export function heroRoom(shownId: string | undefined, cards: readonly RoomCard[], now: number): RoomCard | undefined {
  let best: { readonly card: RoomCard; readonly rank: number } | undefined;
  for (const card of cards) {
    const rank = rankOf(card, now);
    if (rank === NOTHING) continue;
    const isBetter = !best || rank < best.rank || (rank === best.rank && card.room.id === shownId);
    if (isBetter) best = { card, rank };
  }
  return best?.card;
}

/** Other rooms in which people render, then those in which they just did. */
export function alsoLive(
  cards: readonly RoomCard[],
  heroId: string | undefined,
  now: number,
  limit: number,
): RoomCard[] {
  const others = cards.filter(({ room }) => room.id !== heroId);
  const ofRank = (rank: number) => others.filter((card) => rankOf(card, now) === rank);
  return [...ofRank(PEOPLE_RENDER), ...ofRank(PEOPLE_RENDERED)].slice(0, limit);
}
