/** Somebody calls everybody in a room. */
export interface RoomMention {
  readonly roomId: string;
  readonly userId: string;
  /** Who owns the room, or looks after it, may do it more often. */
  readonly isManager: boolean;
}

/** Port: how often one user may call everybody in one room, over all nodes. */
export abstract class RoomMentionLimit {
  /** @returns null where it is granted, else the seconds until it will be. */
  abstract spend(call: RoomMention): Promise<number | null>;
  /** It came to nothing. */
  abstract refund(call: RoomMention): Promise<void>;
}
