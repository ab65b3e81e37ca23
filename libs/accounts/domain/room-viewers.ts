/** Who can see a room, as far as the requesting user may know. */
export interface RoomViewers {
  readonly memberIds: readonly string[];
  /** Whether users who are not members can see it too. */
  readonly isOpen: boolean;
}

type ReadRoomViewers = (roomId: string, requesterId: string) => Promise<RoomViewers | null>;

/** The rooms slice registers how to read the viewers of a room. Without it, no room has any. */
export class RoomViewersRegistry {
  private read: ReadRoomViewers | undefined;

  /** @param read returns null for a room that doesn't exist or that the user may not see */
  use(read: ReadRoomViewers): void {
    this.read = read;
  }

  async of(roomId: string, requesterId: string): Promise<RoomViewers | null> {
    return (await this.read?.(roomId, requesterId)) ?? null;
  }
}
