import type { LocationQuery, RouteLocationRaw } from 'vue-router';

/** `?look` opens a public room without joining it. */
const LOOK = 'look';

/** The route of a room for links from lists and pages, whose readers have not decided to join. */
export const lookInRoute = (roomId: string): RouteLocationRaw => ({
  name: 'room',
  params: { roomId },
  query: { [LOOK]: null },
});

export const isLookingIn = (query: LocationQuery): boolean => LOOK in query;

export function withoutLookIn({ [LOOK]: _, ...query }: LocationQuery): LocationQuery {
  return query;
}
