import { Hands, type KnownHands } from '../domain/hands.js';
import { mergeUpdates, type Origin, SharedDocument, type Verdict } from '../domain/shared-document.js';

/** Words that are not durable yet. */
export interface Unkept {
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
}

/** A room's document as this node holds it, with what of it is not yet in the database. */
export class LiveDocument {
  private readonly writers: Set<string>;
  private readonly hands = new Hands();
  private unkept: Uint8Array[] = [];
  private unkeptWriters = new Set<string>();
  private usedAtMs = performance.now();
  /** Rows in the database since it was compacted. */
  rows: number;

  constructor(
    readonly roomId: string,
    readonly shared: SharedDocument,
    kept: { readonly rows: number; readonly writerIds: readonly string[] },
  ) {
    this.rows = kept.rows;
    this.writers = new Set(kept.writerIds);
  }

  /** @param clients that it brings something new of */
  write(update: Uint8Array, origin: Extract<Origin, { kind: 'client' }>, clients: readonly number[]): Verdict {
    this.touch();
    const verdict = this.shared.write(update, origin);
    if (verdict !== 'applied') return verdict;
    this.hands.note(clients, origin.personId);
    this.writers.add(origin.personId);
    this.unkept.push(update);
    this.unkeptWriters.add(origin.personId);
    return verdict;
  }

  /** What a peer has accepted, and keeps. */
  hear(update: Uint8Array, writerIds: readonly string[], hands: KnownHands = []): void {
    this.shared.take(update);
    this.hands.take(hands);
    for (const id of writerIds) this.writers.add(id);
  }

  learnHands(hands: KnownHands): void {
    this.hands.take(hands);
  }

  /** Whose each client is, as far as it is known here. */
  get knownHands(): KnownHands {
    return this.hands.known;
  }

  /** Who wrote which part of the prompt; nothing where this is not the prompt (any more). */
  handsIn(prompt: string): ReturnType<Hands['of']> {
    return prompt === this.shared.prompt ? this.hands.of(this.shared.promptPieces) : [];
  }

  /** Since the last take. */
  get writerIds(): string[] {
    return [...this.writers];
  }

  forgetWriters(): void {
    this.writers.clear();
    this.unkeptWriters.clear();
  }

  get hasUnkept(): boolean {
    return this.unkept.length > 0;
  }

  /** Gives what is to be kept now; `putBack` when that failed. */
  takeUnkept(): Unkept | null {
    if (!this.hasUnkept) return null;
    const unkept = { update: mergeUpdates(this.unkept), writerIds: [...this.unkeptWriters] };
    this.unkept = [];
    this.unkeptWriters = new Set();
    return unkept;
  }

  putBack({ update, writerIds }: Unkept): void {
    this.unkept.unshift(update);
    for (const id of writerIds) this.unkeptWriters.add(id);
  }

  touch(): void {
    this.usedAtMs = performance.now();
  }

  get idleMs(): number {
    return performance.now() - this.usedAtMs;
  }
}
