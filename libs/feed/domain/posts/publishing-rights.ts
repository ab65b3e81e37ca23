/** A user's rights to the images of a room. */
export interface PublishingRights {
  readonly canView: boolean;
  /** Owners, and editors of public rooms. */
  readonly canPublish: boolean;
}

/** Port: rights to publish images of a room. */
export abstract class TakeRoomRights {
  abstract rightsOf(userId: string, roomId: string): Promise<PublishingRights>;
}
