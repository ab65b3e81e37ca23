interface PendingLoad<K, V> {
  readonly key: K;
  resolve(value: V): void;
  reject(reason: unknown): void;
}

/**
 * Batches the loads of one moment into one call, so that a reconnect storm is one query. The batch is loaded after all its keys
 * were requested, so no value is older than its request. Don't use it inside a transaction, which other callers would wait for.
 * The package `dataloader` would need its cache turned off and its scheduling replaced, which leaves nothing of it.
 */
export class DataLoader<K, V> {
  private pending: PendingLoad<K, V>[] = [];

  /** @param batchLoad gets a key as often as it was requested. @returns a function from keys to values */
  constructor(private readonly batchLoad: (keys: readonly K[]) => Promise<(key: K) => V>) {}

  /** @throws what `batchLoad` throws, for all keys of the batch */
  load(key: K): Promise<V> {
    return new Promise((resolve, reject) => {
      // setImmediate runs after all messages that have already arrived, so their loads join the batch.
      if (this.pending.push({ key, resolve, reject }) === 1) setImmediate(() => void this.loadPending());
    });
  }

  private async loadPending(): Promise<void> {
    const batch = this.pending;
    this.pending = [];
    try {
      const valueOf = await this.batchLoad(batch.map(({ key }) => key));
      for (const { key, resolve } of batch) resolve(valueOf(key));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
