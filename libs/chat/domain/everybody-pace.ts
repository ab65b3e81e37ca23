/** Somebody calls everybody in a room. */
export interface EverybodyCall {
  readonly roomId: string;
  readonly personId: string;
  /** Who owns the room, or looks after it, may do it more often. */
  readonly looksAfter: boolean;
}

/** Port: how often one person may call everybody in one room, over all nodes. */
export abstract class EverybodyPace {
  /** @returns null where it is granted, else the seconds until it will be. */
  abstract spend(call: EverybodyCall): Promise<number | null>;
  /** It came to nothing. */
  abstract giveBack(call: EverybodyCall): Promise<void>;
}
