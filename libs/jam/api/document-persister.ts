import { Injectable, Logger } from '@nestjs/common';
import { CompactDocument } from '../use-cases/compact-document.js';
import { SaveUpdate } from '../use-cases/save-update.js';
import type { LiveDocument } from './live-document.js';

/** With the write itself this stays under the 600 ms after which no word is lost. */
const KEEP_WITHIN_MS = 300;
const RETRY_MS = 1_000;
const ROWS_AT_MOST = 200;

/** Makes what is written durable, soon and many words at once. */
@Injectable()
export class DocumentPersister {
  private readonly logger = new Logger('Documents');
  private readonly due = new Map<LiveDocument, NodeJS.Timeout>();
  private readonly writing = new Map<LiveDocument, Promise<void>>();

  constructor(
    private readonly saveUpdate: SaveUpdate,
    private readonly compactDocument: CompactDocument,
  ) {}

  /** Something was written. */
  schedule(document: LiveDocument, withinMs = KEEP_WITHIN_MS): void {
    if (this.due.has(document)) return;
    this.due.set(
      document,
      setTimeout(() => void this.flush(document), withinMs),
    );
  }

  /** Keeps what there is now. One write at a time for each document. */
  async flush(document: LiveDocument): Promise<void> {
    clearTimeout(this.due.get(document));
    this.due.delete(document);
    const before = this.writing.get(document) ?? Promise.resolve();
    const write = before.then(() => this.write(document));
    this.writing.set(document, write);
    await write;
    if (this.writing.get(document) === write) this.writing.delete(document);
  }

  async compact(document: LiveDocument): Promise<void> {
    document.rows = 0;
    document.forgetGone();
    try {
      const { shared, knownHands: authorship } = document;
      await this.compactDocument.run(document.roomId, { state: shared.state, authorship });
    } catch (error) {
      this.logger.error('A document could not be compacted', { roomId: document.roomId }, error);
    }
  }

  private async write(document: LiveDocument): Promise<void> {
    const unkept = document.takePending();
    if (!unkept) return;
    try {
      await this.saveUpdate.run(document.roomId, unkept);
      document.rows += 1;
    } catch (error) {
      this.logger.error('Words could not be kept yet', { roomId: document.roomId }, error);
      document.restorePending(unkept);
      this.schedule(document, RETRY_MS);
      return;
    }
    if (document.rows >= ROWS_AT_MOST) await this.compact(document);
  }
}
