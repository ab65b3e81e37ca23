import { Injectable, Logger } from '@nestjs/common';
import { DocumentsService } from '../use-cases/documents.service.js';
import type { LiveDocument } from './live-document.js';

/** With the duration of the write, updates are stored within the guaranteed 600 ms. */
const SAVE_DELAY_MS = 300;
const RETRY_MS = 1_000;
const MAX_ROWS = 200;

/** Stores updates of documents in batches, shortly after they are written. */
@Injectable()
export class DocumentPersister {
  private readonly logger = new Logger('Documents');
  private readonly scheduled = new Map<LiveDocument, NodeJS.Timeout>();
  private readonly writing = new Map<LiveDocument, Promise<void>>();

  constructor(private readonly documents: DocumentsService) {}

  schedule(document: LiveDocument, delayMs = SAVE_DELAY_MS): void {
    if (this.scheduled.has(document)) return;
    this.scheduled.set(
      document,
      setTimeout(() => void this.flush(document), delayMs),
    );
  }

  /** Stores the pending updates now. Runs one write at a time per document. */
  async flush(document: LiveDocument): Promise<void> {
    clearTimeout(this.scheduled.get(document));
    this.scheduled.delete(document);
    const previous = this.writing.get(document) ?? Promise.resolve();
    const write = previous.then(() => this.write(document));
    this.writing.set(document, write);
    await write;
    if (this.writing.get(document) === write) this.writing.delete(document);
  }

  async compact(document: LiveDocument): Promise<void> {
    document.rows = 0;
    document.prune();
    try {
      const { roomId, shared, authorship } = document;
      await this.documents.compact(roomId, { state: shared.state, authorship });
    } catch (error) {
      this.logger.error('A document could not be compacted', { roomId: document.roomId }, error);
    }
  }

  private async write(document: LiveDocument): Promise<void> {
    const pending = document.takePending();
    if (!pending) return;
    try {
      await this.documents.append(document.roomId, pending);
      document.rows += 1;
    } catch (error) {
      this.logger.error('Updates of a document could not be stored; retrying', { roomId: document.roomId }, error);
      document.restorePending(pending);
      this.schedule(document, RETRY_MS);
      return;
    }
    if (document.rows >= MAX_ROWS) await this.compact(document);
  }
}
