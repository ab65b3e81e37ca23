/** A room as somebody who rendered in it sees it now. */
export interface RoomAccessSummary {
  /** Empty where they may not see it any more; of a talk of two, the other's. */
  readonly name: string;
  readonly canOpen: boolean;
}

/** Port: what came of somebody's takes, and where they were made. */
export abstract class MyTakeRooms {
  /** Rooms that are gone are missing. */
  abstract seenBy(userId: string, roomIds: readonly string[]): Promise<ReadonlyMap<string, RoomAccessSummary>>;
  /** Posts of the takes' images: by take, and by the index of the image. @param only of takes of this room, and those */
  abstract postsOf(
    takeIds: readonly string[],
    only?: { readonly roomId: string; readonly forEverybody: boolean },
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
}
