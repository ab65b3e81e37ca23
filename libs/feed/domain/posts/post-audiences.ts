/** Somebody saw a post. */
export interface Seen {
  readonly postId: string;
  readonly personId: string;
}

/** Port: who saw what today. Days are counted from 1970, UTC. */
export abstract class PostAudiences {
  /**
   * Notes who saw what, and counts those who had not seen it that day. Inside a unit of work.
   * @param besides views of nobody who is known, by post
   * @returns posts whose number has moved
   */
  abstract note(day: number, seen: readonly Seen[], besides: ReadonlyMap<string, number>): Promise<string[]>;
  /** Forgets days before this one. */
  abstract forgetBefore(day: number): Promise<void>;
}
