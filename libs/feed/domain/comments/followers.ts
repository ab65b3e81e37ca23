/** Port: those who follow somebody, by when they began. */
export abstract class RecentFollowers {
  /** @returns how many since then, and the last few of them, the last first */
  abstract since(
    followedId: string,
    since: number,
    limit: number,
  ): Promise<{ readonly count: number; readonly ids: readonly string[] }>;
}
