export interface PostViewRecord {
  readonly postId: string;
  readonly userId: string;
}

/** Port: which user viewed which post today. Days are counted from 1970, UTC. */
export abstract class PostViewLog {
  /**
   * Counts the first view of each user and day. Runs inside a transaction.
   * @param anonymousViews views of visitors by post
   * @returns posts whose count changed
   */
  abstract add(
    day: number,
    views: readonly PostViewRecord[],
    anonymousViews: ReadonlyMap<string, number>,
  ): Promise<string[]>;
  abstract deleteBefore(day: number): Promise<void>;
}
