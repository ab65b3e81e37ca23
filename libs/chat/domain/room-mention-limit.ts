/** A message that mentions `@room`. */
export interface RoomMention {
  readonly roomId: string;
  readonly userId: string;
  /** Managers of a room have a higher limit. */
  readonly isManager: boolean;
}

/** Port: rate limit of `@room` per user and room, shared by all nodes. Keeps the domain free of the platform. */
export abstract class RoomMentionLimit {
  /** @returns null when allowed, else the seconds to wait */
  abstract spend(mention: RoomMention): Promise<number | null>;
  /** Gives back a spent mention whose message was not sent. */
  abstract refund(mention: RoomMention): Promise<void>;
}
