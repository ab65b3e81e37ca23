export interface QueueStats {
  /** ms since 1970; null: nothing waits. */
  readonly oldestAt: number | null;
  readonly decided: number;
  /** Null where nothing was decided. */
  readonly medianMs: number | null;
}

/** Port: how long things wait for those who moderate. */
export abstract class QueueStatsReader {
  /** @param since ms since 1970: decisions from then on. What nobody had reported did not wait and is not counted. */
  abstract since(since: number): Promise<QueueStats>;
}
