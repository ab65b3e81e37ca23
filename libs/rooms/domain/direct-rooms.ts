/** These two talk already. */
export class DirectRoomExistsError extends Error {}

/** Port: the one room of each two users. In which order the two are named does not matter. */
export abstract class DirectRooms {
  abstract between(userId: string, otherId: string): Promise<string | null>;
  /** @throws DirectRoomExistsError, also when both begin at once */
  abstract add(userId: string, otherId: string, roomId: string): Promise<void>;
  /** The two of each of these rooms; one query. */
  abstract pairsOf(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, string]>>;
}
