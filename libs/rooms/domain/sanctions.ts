export interface Ban {
  readonly roomId: string;
  readonly userId: string;
  readonly byId: string;
  readonly reason: string;
  readonly at: number;
}

/** Port: who is kept out of a room, and who only reads for a while. Both stay with whoever leaves and comes again. */
export abstract class Sanctions {
  /** Banning twice keeps the newer reason. */
  abstract ban(ban: Ban): Promise<void>;
  /** @returns whether the user was banned. */
  abstract unban(roomId: string, userId: string): Promise<boolean>;
  /** The newest first, at most `limit`. */
  abstract bansOf(roomId: string, limit: number): Promise<Ban[]>;
  /** Those of these users who are kept out of the room. */
  abstract bannedAmong(roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** @param until null: may speak again */
  abstract mute(roomId: string, userId: string, until: number | null): Promise<void>;
  /** Until when each of the muted only reads. */
  abstract mutesOf(roomId: string, now: number): Promise<ReadonlyMap<string, number>>;
  /** Somebody is gone for good. */
  abstract forget(userId: string): Promise<void>;
}
