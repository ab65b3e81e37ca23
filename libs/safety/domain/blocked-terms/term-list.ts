import { TERM_TOPICS, type TermTopic, type TermTopicView } from '@visionary/contract';
import type { BlockedTerm, ListedTerm, TopicState, VersionedTerm } from './blocked-term.js';

/** A term with its position in its category, from 1. */
export interface PositionedTerm extends BlockedTerm {
  readonly position: number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byCategoryAndText = (a: BlockedTerm, b: BlockedTerm): number =>
  compare(a.category, b.category) || compare(a.text, b.text) || compare(a.id, b.id);

/** The current lists: built-in terms overlaid with the changes of admins. */
export class TermList {
  /** The version of the newest applied change. */
  version = 0;
  private readonly terms = new Map<string, BlockedTerm>();
  private readonly versions = new Map<string, number>();
  private positioned: readonly PositionedTerm[] = [];
  /** Terms whose position must be computed. */
  private readonly unpositioned = new Set<string>();
  /** The topics of built-in terms, also of those that admins changed. */
  private readonly topicOf = new Map<string, TermTopic>();
  private readonly topicStates = new Map<TermTopic, TopicState>();

  constructor(builtIn: readonly ListedTerm[]) {
    for (const { topic, ...term } of builtIn) {
      this.terms.set(term.id, term);
      this.unpositioned.add(term.id);
      if (topic) this.topicOf.set(term.id, topic);
    }
  }

  /** Ignores changes that are already applied or outdated. @returns whether anything changed */
  apply(changed: readonly VersionedTerm[]): boolean {
    const fresh = changed.filter(({ id, version }) => version > (this.versions.get(id) ?? 0));
    for (const term of fresh) this.put(term);
    return fresh.length > 0;
  }

  /** Ignores states that are already applied or outdated. @returns whether anything changed */
  applyTopics(states: readonly TopicState[]): boolean {
    const fresh = states.filter(({ topic, version }) => version > (this.topicStates.get(topic)?.version ?? 0));
    for (const state of fresh) {
      this.topicStates.set(state.topic, state);
      this.version = Math.max(this.version, state.version);
    }
    return fresh.length > 0;
  }

  /** The topics of built-in terms, on unless an admin turned them off. */
  topics(): TermTopicView[] {
    return TERM_TOPICS.map((topic) => {
      const terms = [...this.topicOf].filter(([id, of]) => of === topic && this.terms.has(id)).length;
      return { topic, isOn: this.topicStates.get(topic)?.isOn ?? true, terms };
    });
  }

  /** Whether a term is in force, which it isn't while its topic is off. */
  isInForce(id: string): boolean {
    const topic = this.topicOf.get(id);
    return topic === undefined || (this.topicStates.get(topic)?.isOn ?? true);
  }

  get size(): number {
    return this.terms.size;
  }

  byId(id: string): BlockedTerm | undefined {
    return this.terms.get(id);
  }

  /** In no particular order. */
  each(): Iterable<BlockedTerm> {
    return this.terms.values();
  }

  /** Ordered by category and text. Merges changed terms into the sorted rest, since usually few of many change. */
  all(): readonly PositionedTerm[] {
    if (this.unpositioned.size > 0) {
      const unchanged = this.positioned.filter(({ id }) => !this.unpositioned.has(id));
      const changed = [...this.unpositioned].flatMap((id) => this.terms.get(id) ?? []);
      this.positioned = withPositions([...unchanged, ...changed.sort(byCategoryAndText)].sort(byCategoryAndText));
      this.unpositioned.clear();
    }
    return this.positioned;
  }

  private put({ isRemoved, version, ...term }: VersionedTerm): void {
    this.versions.set(term.id, version);
    this.unpositioned.add(term.id);
    this.version = Math.max(this.version, version);
    if (isRemoved) this.terms.delete(term.id);
    else this.terms.set(term.id, term);
  }
}

function withPositions(sorted: readonly (BlockedTerm | PositionedTerm)[]): PositionedTerm[] {
  let [category, position] = ['', 0];
  return sorted.map((term) => {
    position = term.category === category ? position + 1 : 1;
    category = term.category;
    return 'position' in term && term.position === position ? term : { ...term, position };
  });
}
