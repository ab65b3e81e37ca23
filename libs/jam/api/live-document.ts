import { CLIENTS_AT_MOST, ClientAuthorship, type ClientUserMap } from '../domain/client-authorship.js';
import { mergeUpdates, type Origin, SharedDocument, type ApplyResult } from '../domain/shared-document.js';

/** Words that are not durable yet. */
export interface PendingUpdate {
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
  readonly authorship: ClientUserMap;
}

/** Texts that somebody renders. */
export interface RenderedTexts {
  readonly prompt: string;
  readonly negative: string;
}

/** A room's document as this node holds it, with what of it is not yet in the database. */
export class LiveDocument {
  private writers: Set<string>;
  private readonly clientAuthorship = new ClientAuthorship();
  private unkept: Uint8Array[] = [];
  private unkeptWriters = new Set<string>();
  private unkeptHands = new ClientAuthorship();
  private usedAtMs = performance.now();
  /** Rows in the database since it was compacted. */
  rows: number;

  constructor(
    readonly roomId: string,
    readonly shared: SharedDocument,
    kept: { readonly rows: number; readonly writerIds: readonly string[]; readonly authorship: ClientUserMap },
  ) {
    this.rows = kept.rows;
    this.writers = new Set(kept.writerIds);
    this.mergeAuthorship(kept.authorship);
  }

  /** @param clients that it brings something new of */
  write(update: Uint8Array, origin: Extract<Origin, { kind: 'client' }>, clients: readonly number[]): ApplyResult {
    this.touch();
    const verdict = this.shared.write(update, origin);
    if (verdict !== 'applied') return verdict;
    this.unkept.push(update);
    // Who only deletes has nothing in the next take.
    if (clients.length === 0) return verdict;
    this.mergeAuthorship(clients.map((client) => [client, origin.userId]));
    this.unkeptHands.schedule(clients, origin.userId);
    this.writers.add(origin.userId);
    this.unkeptWriters.add(origin.userId);
    return verdict;
  }

  /** What a peer has accepted, and keeps. */
  hear(update: Uint8Array, writerIds: readonly string[], hands: ClientUserMap = []): void {
    this.shared.take(update);
    this.mergeAuthorship(hands);
    for (const id of writerIds) this.writers.add(id);
  }

  mergeAuthorship(hands: ClientUserMap): void {
    this.clientAuthorship.take(hands);
    if (this.clientAuthorship.size > CLIENTS_AT_MOST) this.forgetGone();
  }

  /** Forgets who has nothing left in the document. */
  forgetGone(): void {
    this.writers = new Set(this.writerIds);
    this.clientAuthorship.keepOnly(this.shared.presentClients);
  }

  /** Whose each client is, as far as it is known here. */
  get knownHands(): ClientUserMap {
    return this.clientAuthorship.known;
  }

  /** Who wrote which part of the prompt; nothing where this is not the prompt (any more). */
  authorshipOf(prompt: string): ReturnType<ClientAuthorship['of']> {
    return prompt === this.shared.prompt ? this.clientAuthorship.of(this.shared.promptPieces) : [];
  }

  /** Since the last take, without those of whom nothing is left. */
  get writerIds(): string[] {
    const { presentClients } = this.shared;
    return [...this.writers].filter((id) => !this.clientAuthorship.isGone(id, presentClients));
  }

  /** Whose text or settings a take has: those who wrote since the last take, and those whose text is still there. */
  writersOf({ prompt, negative }: RenderedTexts): string[] {
    const texts = [
      prompt === this.shared.prompt ? this.shared.promptPieces : [],
      negative === this.shared.negative ? this.shared.negativePieces : [],
    ];
    return [
      ...new Set([...this.writerIds, ...texts.flatMap((text) => this.clientAuthorship.of(text)).map(([, , id]) => id)]),
    ];
  }

  forgetWriters(): void {
    this.writers.clear();
    this.unkeptWriters.clear();
  }

  get hasUnkept(): boolean {
    return this.unkept.length > 0;
  }

  /** Gives what is to be kept now; `putBack` when that failed. */
  takePending(): PendingUpdate | null {
    if (!this.hasUnkept) return null;
    const unkept = {
      ...{ update: mergeUpdates(this.unkept), writerIds: [...this.unkeptWriters] },
      authorship: this.unkeptHands.known,
    };
    this.unkept = [];
    this.unkeptWriters = new Set();
    this.unkeptHands = new ClientAuthorship();
    return unkept;
  }

  restorePending({ update, writerIds, authorship }: PendingUpdate): void {
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
