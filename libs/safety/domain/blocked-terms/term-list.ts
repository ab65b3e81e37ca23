import type { BlockedTerm } from './blocked-term.js';
import type { VersionedTerm } from './terms.js';

/** A term and its place among those of its category, from 1. */
export interface PositionedTerm extends BlockedTerm {
  readonly position: number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const inOrder = (a: BlockedTerm, b: BlockedTerm): number =>
  compare(a.category, b.category) || compare(a.text, b.text) || compare(a.id, b.id);

/** The lists as they are now: what came with the server, and over it what users changed. */
export class TermList {
  /** Of the newest change that is in it. */
  version = 0;
  private readonly terms = new Map<string, BlockedTerm>();
  private readonly versions = new Map<string, number>();
  private placed: readonly PositionedTerm[] = [];
  /** Have no place yet, or not the one they had. */
  private readonly moved = new Set<string>();

  constructor(starters: readonly BlockedTerm[]) {
    for (const term of starters) {
      this.terms.set(term.id, term);
      this.moved.add(term.id);
    }
  }

  /** What is in it already, or was replaced since, changes nothing. @returns whether anything is another */
  apply(changed: readonly VersionedTerm[]): boolean {
    const fresh = changed.filter(({ id, version }) => version > (this.versions.get(id) ?? 0));
    for (const term of fresh) this.put(term);
    return fresh.length > 0;
  }

  get size(): number {
    return this.terms.size;
  }

  byId(id: string): BlockedTerm | undefined {
    return this.terms.get(id);
  }

  /** In no order. */
  each(): Iterable<BlockedTerm> {
    return this.terms.values();
  }

  /** By category, then as written. Those that stay where they are cost little: of a hundred thousand one changes. */
  all(): readonly PositionedTerm[] {
    if (this.moved.size > 0) {
      const stayed = this.placed.filter(({ id }) => !this.moved.has(id));
      const others = [...this.moved].flatMap((id) => this.terms.get(id) ?? []);
      this.placed = place([...stayed, ...others.sort(inOrder)].sort(inOrder));
      this.moved.clear();
    }
    return this.placed;
  }

  private put({ isRemoved, version, ...term }: VersionedTerm): void {
    this.versions.set(term.id, version);
    this.moved.add(term.id);
    this.version = Math.max(this.version, version);
    if (isRemoved) this.terms.delete(term.id);
    else this.terms.set(term.id, term);
  }
}

function place(sorted: readonly (BlockedTerm | PositionedTerm)[]): PositionedTerm[] {
  let [category, position] = ['', 0];
  return sorted.map((term) => {
    position = term.category === category ? position + 1 : 1;
    category = term.category;
    return 'position' in term && term.position === position ? term : { ...term, position };
  });
}
