export interface VersionUsage {
  readonly rooms: number;
  readonly takes: number;
  readonly images: number;
}

/** `useIds`: versions that may go; `hashes` of them. */
type Counter = (versions: {
  readonly useIds: readonly string[];
  readonly hashes: readonly string[];
}) => Promise<Partial<VersionUsage>>;

/** Who would miss versions of a model, without knowing the slices that use them. */
export class VersionUsageRegistry {
  private readonly counters: Counter[] = [];

  add(counter: Counter): void {
    this.counters.push(counter);
  }

  async of(versions: {
    readonly useIds: readonly string[];
    readonly hashes: readonly string[];
  }): Promise<VersionUsage> {
    const all = { rooms: 0, takes: 0, images: 0 };
    for (const counter of this.counters) {
      for (const [what, count] of Object.entries(await counter(versions))) all[what as keyof VersionUsage] += count;
    }
    return all;
  }
}
