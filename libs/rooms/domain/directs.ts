/** These two talk already. */
export class AlreadyTalking extends Error {}

/** Port: the one room of each two people. In which order the two are named does not matter. */
export abstract class Directs {
  abstract between(personId: string, otherId: string): Promise<string | null>;
  /** @throws AlreadyTalking, also when both begin at once */
  abstract add(personId: string, otherId: string, roomId: string): Promise<void>;
  /** The two of each of these rooms; one query. */
  abstract pairsOf(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly [string, string]>>;
}
