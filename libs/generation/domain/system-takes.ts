/**
 * What the house renders for itself, for nobody's room: a take whose place is its author. It waits until nobody else does, and
 * nobody is told of it.
 */
export const isSystemTake = ({ roomId, authorId }: { readonly roomId: string; readonly authorId: string }): boolean =>
  roomId === authorId;
