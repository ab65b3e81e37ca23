export interface Dependants {
  readonly rooms: number;
  readonly takes: number;
  readonly pictures: number;
}

/** `useIds`: versions that may go; `hashes` of them. */
type Counter = (versions: {
  readonly useIds: readonly string[];
  readonly hashes: readonly string[];
}) => Promise<Partial<Dependants>>;

/** Who would miss versions of a model, without knowing the slices that use them. */
export class DependantCounts {
  private readonly counters: Counter[] = [];

  add(counter: Counter): void {
    this.counters.push(counter);
  }

  async of(versions: { readonly useIds: readonly string[]; readonly hashes: readonly string[] }): Promise<Dependants> {
    const all = { rooms: 0, takes: 0, pictures: 0 };
    for (const counter of this.counters) {
      for (const [what, count] of Object.entries(await counter(versions))) all[what as keyof Dependants] += count;
    }
    return all;
  }
}
