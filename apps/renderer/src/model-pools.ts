import {
  asOutOfMemory,
  availableBytes,
  collectGarbage,
  isCpu,
  MemoryPool,
  ownCardBytes,
  residentBytes,
} from '@visionary/diffusion';
import type { DiffusionPipeline, PoolReport, SessionDevice } from '@visionary/diffusion';
import type { PoolState } from '../../../libs/generation/domain/renderer-protocol.js';

export type EntryInfo = Pick<PoolState['entries'][number], 'modelDir' | 'modelName' | 'loras' | 'vae' | 'isAdaptable'>;

type Pool = MemoryPool<DiffusionPipeline, EntryInfo>;

const REPORT_INTERVAL_MS = 500;

/** An example that gives way to a take is followed by one that mostly needs the same model. */
const LINGER_MS = 1_000;

/** The models in main memory, and those in the memory of a device. */
export class ModelPools {
  private readonly main: Pool;
  private readonly onDevice: Pool | undefined;
  private reportTimer: NodeJS.Timeout | undefined;
  private hasChanged = false;

  /**
   * @param deviceBudgetBytes undefined if models on a device are in main memory, too
   * @param report called at first, at once on changes, then at most twice a second with the last one
   */
  constructor(
    budgetBytes: number,
    deviceBudgetBytes: number | undefined,
    private readonly report: (state: PoolState) => void,
  ) {
    const dispose = (pipeline: DiffusionPipeline) => pipeline.release();
    const onChange = () => this.markChanged();
    const common = { dispose, asOutOfMemory, onChange, collect: collectGarbage, lingerMs: LINGER_MS };
    this.main = new MemoryPool({ ...common, budgetBytes, residentBytes, availableBytes });
    // Where the kernel doesn't count it, estimates do.
    const onCard = { residentBytes: ownCardBytes, seesAll: true, availableBytes: () => Infinity };
    this.onDevice =
      deviceBudgetBytes === undefined
        ? undefined
        : new MemoryPool({ ...common, budgetBytes: deviceBudgetBytes, ...onCard });
    // Admins would see an empty pool as unknown.
    this.markChanged();
  }

  of(device: SessionDevice): Pool {
    return isCpu(device) ? this.main : (this.onDevice ?? this.main);
  }

  async clear(): Promise<void> {
    await Promise.all([this.main.clear(), this.onDevice?.clear()]);
  }

  /** Combines changes of the same moment. */
  private markChanged(): void {
    this.hasChanged = true;
    if (!this.reportTimer) this.scheduleReport(0);
  }

  private scheduleReport(delayMs: number): void {
    this.reportTimer = setTimeout(() => {
      this.reportTimer = undefined;
      if (!this.hasChanged) return;
      this.hasChanged = false;
      this.scheduleReport(REPORT_INTERVAL_MS);
      const { entries, ...counters } = joined(this.main.report(), this.onDevice?.report());
      this.report({ ...counters, entries: entries.map(({ about, ...entry }) => ({ ...about, ...entry })) });
    }, delayMs).unref();
  }
}

type Report = PoolReport<EntryInfo>;

/** Memory of the device counts with main memory, and is named apart, too. */
export function joined(main: Report, onDevice: Report | undefined): Report & Pick<PoolState, 'device'> {
  if (!onDevice) return main;
  const sum = (name: Exclude<keyof Report, 'entries'>) => main[name] + onDevice[name];
  return {
    entries: [...onDevice.entries, ...main.entries].toSorted((a, b) => b.lastUsedAt - a.lastUsedAt),
    budgetBytes: sum('budgetBytes'),
    reservedBytes: sum('reservedBytes'),
    rssBytes: main.rssBytes,
    device: {
      budgetBytes: onDevice.budgetBytes,
      bytes: onDevice.entries.reduce((bytes, entry) => bytes + entry.bytes, 0),
      reservedBytes: onDevice.reservedBytes,
      ...(onDevice.rssBytes > 0 && { usedBytes: onDevice.rssBytes }),
    },
    hits: sum('hits'),
    misses: sum('misses'),
    evictions: sum('evictions'),
    outOfMemory: sum('outOfMemory'),
    loadSeconds: sum('loadSeconds'),
  };
}
