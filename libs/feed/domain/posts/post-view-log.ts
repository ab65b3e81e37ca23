/** Somebody saw a post. */
export interface PostViewRecord {
  readonly postId: string;
  readonly userId: string;
}

/** Port: who saw what today. Days are counted from 1970, UTC. */
export abstract class PostViewLog {
  /**
   * Notes who saw what, and counts those who had not seen it that day. Inside a unit of work.
   * @param besides views of nobody who is known, by post
   * @returns posts whose number has moved
   */
  abstract note(day: number, seen: readonly PostViewRecord[], besides: ReadonlyMap<string, number>): Promise<string[]>;
  /** Forgets days before this one. */
  abstract forgetBefore(day: number): Promise<void>;
}
