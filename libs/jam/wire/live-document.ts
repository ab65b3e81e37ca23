import { CLIENTS_AT_MOST, Hands, type KnownHands } from '../domain/hands.js';
import { mergeUpdates, type Origin, SharedDocument, type Verdict } from '../domain/shared-document.js';

/** Words that are not durable yet. */
export interface Unkept {
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
  readonly authorship: KnownHands;
}

/** Texts that somebody renders. */
export interface RenderedTexts {
  readonly prompt: string;
  readonly negative: string;
}

/** A room's document as this node holds it, with what of it is not yet in the database. */
export class LiveDocument {
  private writers: Set<string>;
  private readonly hands = new Hands();
  private unkept: Uint8Array[] = [];
  private unkeptWriters = new Set<string>();
  private unkeptHands = new Hands();
  private usedAtMs = performance.now();
  /** Rows in the database since it was compacted. */
  rows: number;

  constructor(
    readonly roomId: string,
    readonly shared: SharedDocument,
    kept: { readonly rows: number; readonly writerIds: readonly string[]; readonly authorship: KnownHands },
  ) {
    this.rows = kept.rows;
    this.writers = new Set(kept.writerIds);
    this.learnHands(kept.authorship);
  }

  /** @param clients that it brings something new of */
  write(update: Uint8Array, origin: Extract<Origin, { kind: 'client' }>, clients: readonly number[]): Verdict {
    this.touch();
    const verdict = this.shared.write(update, origin);
    if (verdict !== 'applied') return verdict;
    this.unkept.push(update);
    // Who only deletes has nothing in the next take.
    if (clients.length === 0) return verdict;
    this.learnHands(clients.map((client) => [client, origin.personId]));
    this.unkeptHands.note(clients, origin.personId);
    this.writers.add(origin.personId);
    this.unkeptWriters.add(origin.personId);
    return verdict;
  }

  /** What a peer has accepted, and keeps. */
  hear(update: Uint8Array, writerIds: readonly string[], hands: KnownHands = []): void {
    this.shared.take(update);
    this.learnHands(hands);
    for (const id of writerIds) this.writers.add(id);
  }

  learnHands(hands: KnownHands): void {
    this.hands.take(hands);
    if (this.hands.size > CLIENTS_AT_MOST) this.forgetGone();
  }

  /** Forgets who has nothing left in the document. */
  forgetGone(): void {
    this.writers = new Set(this.writerIds);
    this.hands.keepOnly(this.shared.presentClients);
  }

  /** Whose each client is, as far as it is known here. */
  get knownHands(): KnownHands {
    return this.hands.known;
  }

  /** Who wrote which part of the prompt; nothing where this is not the prompt (any more). */
  handsIn(prompt: string): ReturnType<Hands['of']> {
    return prompt === this.shared.prompt ? this.hands.of(this.shared.promptPieces) : [];
  }

  /** Since the last take, without those of whom nothing is left. */
  get writerIds(): string[] {
    const { presentClients } = this.shared;
    return [...this.writers].filter((id) => !this.hands.isGone(id, presentClients));
  }

  /** Whose text or settings a take has: those who wrote since the last take, and those whose text is still there. */
  writersOf({ prompt, negative }: RenderedTexts): string[] {
    const texts = [
      prompt === this.shared.prompt ? this.shared.promptPieces : [],
      negative === this.shared.negative ? this.shared.negativePieces : [],
    ];
    return [...new Set([...this.writerIds, ...texts.flatMap((text) => this.hands.of(text)).map(([, , id]) => id)])];
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
    const unkept = {
      ...{ update: mergeUpdates(this.unkept), writerIds: [...this.unkeptWriters] },
      authorship: this.unkeptHands.known,
    };
    this.unkept = [];
    this.unkeptWriters = new Set();
    this.unkeptHands = new Hands();
    return unkept;
  }

  putBack({ update, writerIds, authorship }: Unkept): void {
    this.unkept.unshift(update);
    this.unkeptHands.take(authorship);
    for (const id of writerIds) this.unkeptWriters.add(id);
  }

  touch(): void {
    this.usedAtMs = performance.now();
  }

  get idleMs(): number {
    return performance.now() - this.usedAtMs;
  }
}
