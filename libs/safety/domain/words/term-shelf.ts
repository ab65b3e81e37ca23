import type { ListedTerm } from './listed-term.js';
import type { VersionedTerm } from './terms.js';

/** A term and its place among those of its category, from 1. */
export interface PlacedTerm extends ListedTerm {
  readonly line: number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: ListedTerm, b: ListedTerm): number =>
  compare(a.category, b.category) || compare(a.text, b.text) || compare(a.id, b.id);

/** The lists as they are now: what came with the server, and over it what people changed. */
export class TermShelf {
  /** Of the newest change that is in it. */
  version = 0;
  private readonly terms = new Map<string, ListedTerm>();
  private readonly versions = new Map<string, number>();
  private placed: readonly PlacedTerm[] | null = null;

  constructor(starters: readonly ListedTerm[]) {
    for (const term of starters) this.terms.set(term.id, term);
  }

  /** What is in it already, or was replaced since, changes nothing. @returns whether anything is another */
  take(changed: readonly VersionedTerm[]): boolean {
    const fresh = changed.filter(({ id, version }) => version > (this.versions.get(id) ?? 0));
    for (const term of fresh) this.put(term);
    if (fresh.length > 0) this.placed = null;
    return fresh.length > 0;
  }

  get size(): number {
    return this.terms.size;
  }

  byId(id: string): ListedTerm | undefined {
    return this.terms.get(id);
  }

  /** By category, then as written. */
  all(): readonly PlacedTerm[] {
    this.placed ??= place([...this.terms.values()].sort(inOrder));
    return this.placed;
  }

  private put({ isRemoved, version, ...term }: VersionedTerm): void {
    this.versions.set(term.id, version);
    this.version = Math.max(this.version, version);
    if (isRemoved) this.terms.delete(term.id);
    else this.terms.set(term.id, term);
  }
}

function place(sorted: readonly ListedTerm[]): PlacedTerm[] {
  let [category, line] = ['', 0];
  return sorted.map((term) => {
    line = term.category === category ? line + 1 : 1;
    category = term.category;
    return { ...term, line };
  });
}
