import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { ReportedPrompts } from '@visionary/safety';
import { type Origin, SharedDocument } from '../domain/shared-document.js';
import { DocumentsService } from '../use-cases/documents.service.js';
import { DocumentPersister } from './document-persister.js';
import { LiveDocument, type RenderedTexts, type TextAuthors } from './live-document.js';

const IDLE_CHECK_INTERVAL_MS = 15_000;
const IDLE_MS = 120_000;
const MIN_ROWS_TO_COMPACT = 8;

/** The documents that are open on this node. */
@Injectable()
export class LiveDocuments implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Documents');
  private readonly opening = new Map<string, Promise<LiveDocument>>();
  private readonly loaded = new Map<string, LiveDocument>();
  private readonly openListeners: ((document: LiveDocument) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    private readonly documents: DocumentsService,
    private readonly persister: DocumentPersister,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.closeIdle(), IDLE_CHECK_INTERVAL_MS).unref();
  }

  /** Stores all pending updates before the node stops. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    for (const document of await this.all()) await this.persister.flush(document);
  }

  onOpened(listener: (document: LiveDocument) => void): void {
    this.openListeners.push(listener);
  }

  async open(roomId: string): Promise<LiveDocument> {
    const document = await (this.opening.get(roomId) ?? this.load(roomId));
    document.touch();
    return document;
  }

  /** The document if this node has it open or is opening it. */
  opened(roomId: string): Promise<LiveDocument> | undefined {
    return this.opening.get(roomId);
  }

  /** The document if it is loaded, without waiting. */
  peek(roomId: string): LiveDocument | undefined {
    return this.loaded.get(roomId);
  }

  async all(): Promise<LiveDocument[]> {
    const settled = await Promise.allSettled(this.opening.values());
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  /**
   * @returns the clients of which the update has something new
   * @throws Rejection JAM_UPDATE_MALFORMED, JAM_DOCUMENT_FULL, SHUTTING_DOWN
   */
  async write(roomId: string, update: Uint8Array, origin: Extract<Origin, { kind: 'client' }>): Promise<number[]> {
    const document = await this.open(roomId);
    if (this.isStopping) throw new Rejection('SHUTTING_DOWN');
    const clients = document.shared.findNewClients(update);
    const result = document.write(update, origin, clients);
    switch (result) {
      case 'applied':
        this.persister.schedule(document);
        return clients;
      case 'malformed':
        throw new Rejection('JAM_UPDATE_MALFORMED');
      case 'full':
        throw new Rejection('JAM_DOCUMENT_FULL');
      default:
        return result satisfies never;
    }
  }

  /**
   * Who wrote the texts of a render request. Consistent over all nodes.
   * @param texts as the user saw them, which may differ from the document
   */
  async authorsOf(roomId: string, texts: RenderedTexts, senderId: string): Promise<TextAuthors> {
    const document = await this.open(roomId);
    const authors = document.authorsOf(texts, senderId);
    await this.persister.flush(document);
    return authors;
  }

  /** The prompts as a report keeps them. They are stored then, so that a decision finds them in the database. */
  async reportedPrompts(roomId: string): Promise<ReportedPrompts> {
    const document = await this.open(roomId);
    const { reportedPrompts } = document;
    await this.persister.flush(document);
    return reportedPrompts;
  }

  private load(roomId: string): Promise<LiveDocument> {
    const loading = this.fetch(roomId);
    this.opening.set(roomId, loading);
    loading.catch(() => this.opening.delete(roomId));
    return loading;
  }

  private async fetch(roomId: string): Promise<LiveDocument> {
    const { updates, ...stored } = await this.documents.open(roomId);
    const shared = new SharedDocument();
    for (const update of updates) shared.apply(update);
    const document = new LiveDocument(roomId, shared, { rows: updates.length - 1, ...stored });
    this.loaded.set(roomId, document);
    for (const listener of this.openListeners) listener(document);
    return document;
  }

  private async closeIdle(): Promise<void> {
    for (const document of await this.all()) {
      if (document.idleMs < IDLE_MS) continue;
      if (document.hasPending) {
        await this.persister.flush(document);
        continue;
      }
      this.opening.delete(document.roomId);
      this.loaded.delete(document.roomId);
      if (document.rows >= MIN_ROWS_TO_COMPACT) await this.persister.compact(document);
      this.logger.debug?.('Closed a document', { roomId: document.roomId });
    }
  }
}
