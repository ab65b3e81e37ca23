/** A room as a user who rendered in it sees it now. */
export interface RoomAccessSummary {
  /** Empty without access. For a direct room, the other user's name. */
  readonly name: string;
  readonly canOpen: boolean;
}

/** Port: rooms and posts of a user's takes. */
export abstract class MyTakeRooms {
  /** Deleted rooms are absent. */
  abstract seenBy(userId: string, roomIds: readonly string[]): Promise<ReadonlyMap<string, RoomAccessSummary>>;
  /** Posts of takes: by take, then by image index. @param only restricts to takes of a room and to posts for everyone */
  abstract postsOf(
    takeIds: readonly string[],
    only?: { readonly roomId: string; readonly forEverybody: boolean },
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
}
