/** What somebody is where a take was made. */
export interface PublishingRights {
  /** May look at what was made there. */
  readonly canView: boolean;
  /** Owns the room, or writes in it while it is public. */
  readonly canPublish: boolean;
}

/** Port: who may show what was made in a room. */
export abstract class TakeRoomRights {
  abstract rightsOf(userId: string, roomId: string): Promise<PublishingRights>;
}
