/** What caches know a room's name by, and whether everybody may read it. */
export const roomSubject = (id: string): string => `room:${id}`;
