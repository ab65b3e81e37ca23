import type { ReportedPrompts } from '@visionary/safety';
import { ClientAuthorship, type ClientUserMap, MAX_CLIENTS } from '../domain/client-authorship.js';
import { type ApplyResult, mergeUpdates, type Origin, SharedDocument } from '../domain/shared-document.js';

/** Updates that aren't stored yet. */
export interface PendingUpdate {
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
  readonly authorship: ClientUserMap;
}

/** The texts of a render request. */
export interface RenderedTexts {
  readonly prompt: string;
  readonly negative: string;
}

/** The document of a room in the memory of this node, with the updates that aren't stored yet. */
export class LiveDocument {
  private writers: Set<string>;
  private readonly clientAuthorship = new ClientAuthorship();
  private pending: Uint8Array[] = [];
  private pendingWriters = new Set<string>();
  private pendingAuthorship = new ClientAuthorship();
  private usedAtMs = performance.now();
  /** Number of stored updates since the last compaction. */
  rows: number;

  constructor(
    readonly roomId: string,
    readonly shared: SharedDocument,
    stored: { readonly rows: number; readonly writerIds: readonly string[]; readonly authorship: ClientUserMap },
  ) {
    this.rows = stored.rows;
    this.writers = new Set(stored.writerIds);
    this.mergeAuthorship(stored.authorship);
  }

  /** @param clients of which the update has something new */
  write(update: Uint8Array, origin: Extract<Origin, { kind: 'client' }>, clients: readonly number[]): ApplyResult {
    this.touch();
    const result = this.shared.write(update, origin);
    if (result !== 'applied') return result;
    this.pending.push(update);
    // A user who only deletes has no text in the next take.
    if (clients.length === 0) return result;
    this.mergeAuthorship(clients.map((client) => [client, origin.userId]));
    this.pendingAuthorship.record(clients, origin.userId);
    this.writers.add(origin.userId);
    this.pendingWriters.add(origin.userId);
    return result;
  }

  /** Applies an update that another node has accepted and stores. */
  applyRemote(update: Uint8Array, writerIds: readonly string[], authorship: ClientUserMap = []): void {
    this.shared.apply(update);
    this.mergeAuthorship(authorship);
    for (const id of writerIds) this.writers.add(id);
  }

  mergeAuthorship(authorship: ClientUserMap): void {
    this.clientAuthorship.merge(authorship);
    if (this.clientAuthorship.size > MAX_CLIENTS) this.prune();
  }

  /** Forgets users and clients without content in the document. */
  prune(): void {
    this.writers = new Set(this.writerIds);
    this.clientAuthorship.prune(this.shared.presentClients);
  }

  /** The known users of the clients. */
  get authorship(): ClientUserMap {
    return this.clientAuthorship.entries;
  }

  /** Who wrote which span of the prompt; empty when the text isn't the present prompt. */
  authorshipOf(prompt: string): ReturnType<ClientAuthorship['spansOf']> {
    return prompt === this.shared.prompt ? this.clientAuthorship.spansOf(this.shared.promptPieces) : [];
  }

  /** The prompts as a report keeps them. */
  get reportedPrompts(): ReportedPrompts {
    const { prompt, negative, promptPieces, negativePieces, textClocks } = this.shared;
    return {
      prompt,
      negative,
      promptSpans: this.clientAuthorship.spansOf(promptPieces),
      negativeSpans: this.clientAuthorship.spansOf(negativePieces),
      clocks: textClocks,
    };
  }

  /** The clients with which a user wrote what the document contains. */
  clientsOf(userId: string): number[] {
    const { presentClients } = this.shared;
    return this.clientAuthorship.clientsOf(userId).filter((client) => presentClients.has(client));
  }

  /** Users who wrote since the last take, without those of whom nothing remains. */
  get writerIds(): string[] {
    const { presentClients } = this.shared;
    return [...this.writers].filter((id) => !this.clientAuthorship.hasNothingLeft(id, presentClients));
  }

  /** Users who wrote characters of these texts, in the order of their text; none for a text that isn't the present one. */
  writersOf({ prompt, negative }: RenderedTexts): string[] {
    const texts = [
      prompt === this.shared.prompt ? this.shared.promptPieces : [],
      negative === this.shared.negative ? this.shared.negativePieces : [],
    ];
    const spans = texts.flatMap((text) => this.clientAuthorship.spansOf(text));
    return [...new Set(spans.map(([, , id]) => id))];
  }

  forgetWriters(): void {
    this.writers.clear();
    this.pendingWriters.clear();
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  /** Removes and returns the pending updates. Call `restorePending` when storing them failed. */
  takePending(): PendingUpdate | null {
    if (!this.hasPending) return null;
    const pending = {
      update: mergeUpdates(this.pending),
      writerIds: [...this.pendingWriters],
      authorship: this.pendingAuthorship.entries,
    };
    this.pending = [];
    this.pendingWriters = new Set();
    this.pendingAuthorship = new ClientAuthorship();
    return pending;
  }

  restorePending({ update, writerIds, authorship }: PendingUpdate): void {
    this.pending.unshift(update);
    this.pendingAuthorship.merge(authorship);
    for (const id of writerIds) this.pendingWriters.add(id);
  }

  touch(): void {
    this.usedAtMs = performance.now();
  }

  get idleMs(): number {
    return performance.now() - this.usedAtMs;
  }
}
