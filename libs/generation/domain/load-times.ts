import type { PoolEntry } from './renderer-protocol.js';
import { modelMemoryKey } from './memory-key.js';

interface Load {
  readonly loadMs: number;
  /** Undefined where only the time was remembered. */
  readonly bytes: number | undefined;
}

/** What loading a model with its LoRAs really took and how much memory it fills, by memory key. */
export class LoadTimes {
  private readonly loads = new Map<string, Load>();

  record(entry: Pick<PoolEntry, 'modelName' | 'loras' | 'loadMs'> & { readonly bytes?: number }): void {
    const key = modelMemoryKey(entry.modelName, entry.loras);
    this.loads.set(key, { loadMs: entry.loadMs, bytes: entry.bytes ?? this.loads.get(key)?.bytes });
  }

  /** @returns undefined while it was never loaded. */
  loadMs(key: string): number | undefined {
    return this.loads.get(key)?.loadMs;
  }

  bytes(key: string): number | undefined {
    return this.loads.get(key)?.bytes;
  }
}
