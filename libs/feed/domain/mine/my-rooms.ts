/** A room as somebody who rendered in it sees it now. */
export interface SeenRoom {
  /** Empty where they may not see it any more; of a talk of two, the other's. */
  readonly name: string;
  readonly mayEnter: boolean;
}

/** Port: what came of somebody's takes, and where they were made. */
export abstract class MyRooms {
  /** Rooms that are gone are missing. */
  abstract seenBy(personId: string, roomIds: readonly string[]): Promise<ReadonlyMap<string, SeenRoom>>;
  /** Posts of the takes' pictures: by take, and by the index of the picture. @param only of takes of this room, and those */
  abstract postsOf(
    takeIds: readonly string[],
    only?: { readonly roomId: string; readonly forEverybody: boolean },
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
}
