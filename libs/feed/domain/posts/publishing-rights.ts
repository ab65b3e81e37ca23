/** What somebody is where a take was made. */
export interface PublishingRights {
  /** May look at what was made there. */
  readonly sees: boolean;
  /** Owns the room, or writes in it while it is public. */
  readonly publishes: boolean;
}

/** Port: who may show what was made in a room. */
export abstract class RoomsOfTakes {
  abstract rightsOf(personId: string, roomId: string): Promise<PublishingRights>;
}
