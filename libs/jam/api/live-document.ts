import type { ReportedPrompts } from '@visionary/safety';
import { ClientAuthorship, type ClientUserMap, MAX_CLIENTS } from '../domain/client-authorship.js';
import { spansOfRendered, type TextSpan, writersByShare } from '../domain/rendered-text.js';
import { type ApplyResult, mergeUpdates, type Origin, SharedDocument } from '../domain/shared-document.js';

/** Updates that aren't stored yet. */
export interface PendingUpdate {
  readonly update: Uint8Array;
  readonly authorship: ClientUserMap;
}

/** The texts of a render request. */
export interface RenderedTexts {
  readonly prompt: string;
  readonly negative: string;
}

/** Who wrote the texts of a render request. */
export interface TextAuthors {
  /** Whose words stand in the texts, the largest share first. */
  readonly writerIds: string[];
  /** Of the prompt. */
  readonly spans: TextSpan[];
}

/** The document of a room in the memory of this node, with the updates that aren't stored yet. */
export class LiveDocument {
  private readonly clientAuthorship = new ClientAuthorship();
  private pending: Uint8Array[] = [];
  private pendingAuthorship = new ClientAuthorship();
  private usedAtMs = performance.now();
  /** Number of stored updates since the last compaction. */
  rows: number;

  constructor(
    readonly roomId: string,
    readonly shared: SharedDocument,
    stored: { readonly rows: number; readonly authorship: ClientUserMap },
  ) {
    this.rows = stored.rows;
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
    return result;
  }

  /** Applies an update that another node has accepted and stores. */
  applyRemote(update: Uint8Array, authorship: ClientUserMap): void {
    this.shared.apply(update);
    this.mergeAuthorship(authorship);
  }

  mergeAuthorship(authorship: ClientUserMap): void {
    this.clientAuthorship.merge(authorship);
    if (this.clientAuthorship.size > MAX_CLIENTS) this.prune();
  }

  /** Forgets clients without content in the document. */
  prune(): void {
    this.clientAuthorship.prune(this.shared.presentClients);
  }

  /** The known users of the clients. */
  get authorship(): ClientUserMap {
    return this.clientAuthorship.entries;
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

  /** Who wrote the texts that a user renders. What is not in the document is theirs. */
  authorsOf({ prompt, negative }: RenderedTexts, senderId: string): TextAuthors {
    const { shared, clientAuthorship } = this;
    const ofPrompt = { text: shared.prompt, spans: clientAuthorship.spansOf(shared.promptPieces) };
    const ofNegative = { text: shared.negative, spans: clientAuthorship.spansOf(shared.negativePieces) };
    const spans = spansOfRendered(prompt, ofPrompt, senderId);
    const written = [
      { text: prompt, spans },
      { text: negative, spans: spansOfRendered(negative, ofNegative, senderId) },
    ];
    return { writerIds: writersByShare(written), spans };
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  /** Removes and returns the pending updates. Call `restorePending` when storing them failed. */
  takePending(): PendingUpdate | null {
    if (!this.hasPending) return null;
    const pending = {
      update: mergeUpdates(this.pending),
      authorship: this.pendingAuthorship.entries,
    };
    this.pending = [];
    this.pendingAuthorship = new ClientAuthorship();
    return pending;
  }

  restorePending({ update, authorship }: PendingUpdate): void {
    this.pending.unshift(update);
    this.pendingAuthorship.merge(authorship);
  }

  touch(): void {
    this.usedAtMs = performance.now();
  }

  get idleMs(): number {
    return performance.now() - this.usedAtMs;
  }
}
