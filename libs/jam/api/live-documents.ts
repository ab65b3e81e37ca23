import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { type Origin, SharedDocument } from '../domain/shared-document.js';
import { OpenDocument } from '../use-cases/open-document.js';
import { DocumentPersister } from './document-persister.js';
import { LiveDocument } from './live-document.js';

const LOOK_EVERY_MS = 15_000;
const IDLE_MS = 120_000;
const ROWS_WORTH_COMPACTING = 8;

/** The documents of the rooms that are open on this node. */
@Injectable()
export class LiveDocuments implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Documents');
  private readonly live = new Map<string, Promise<LiveDocument>>();
  private readonly read = new Map<string, LiveDocument>();
  private readonly openedListeners: ((document: LiveDocument) => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    private readonly openDocument: OpenDocument,
    private readonly keeper: DocumentPersister,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.closeIdle(), LOOK_EVERY_MS).unref();
  }

  /** Whatever is written until here is durable before the node goes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    for (const document of await this.all()) await this.keeper.flush(document);
  }

  onOpened(listener: (document: LiveDocument) => void): void {
    this.openedListeners.push(listener);
  }

  async open(roomId: string): Promise<LiveDocument> {
    const opening = this.live.get(roomId) ?? this.load(roomId);
    const document = await opening;
    document.touch();
    return document;
  }

  /** The document if this node has it open, or is just opening it. */
  opened(roomId: string): Promise<LiveDocument> | undefined {
    return this.live.get(roomId);
  }

  /** The document if this node has it open: for those who must not wait. */
  atHand(roomId: string): LiveDocument | undefined {
    return this.read.get(roomId);
  }

  async all(): Promise<LiveDocument[]> {
    const settled = await Promise.allSettled(this.live.values());
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  /**
   * @returns the document's clients that it brought something new of
   * @throws Rejection JAM_UPDATE_MALFORMED, JAM_DOCUMENT_FULL, SHUTTING_DOWN
   */
  async write(roomId: string, update: Uint8Array, origin: Extract<Origin, { kind: 'client' }>): Promise<number[]> {
    const document = await this.open(roomId);
    if (this.isStopping) throw new Rejection('SHUTTING_DOWN');
    const clients = document.shared.findNewClients(update);
    const verdict = document.write(update, origin, clients);
    switch (verdict) {
      case 'applied':
        this.keeper.schedule(document);
        return clients;
      case 'malformed':
        throw new Rejection('JAM_UPDATE_MALFORMED');
      case 'full':
        throw new Rejection('JAM_DOCUMENT_FULL');
      default:
        return verdict satisfies never;
    }
  }

  private load(roomId: string): Promise<LiveDocument> {
    const loading = this.fetch(roomId);
    this.live.set(roomId, loading);
    loading.catch(() => this.live.delete(roomId));
    return loading;
  }

  private async fetch(roomId: string): Promise<LiveDocument> {
    const { updates, ...known } = await this.openDocument.run(roomId);
    const shared = new SharedDocument();
    for (const update of updates) shared.take(update);
    const document = new LiveDocument(roomId, shared, { rows: updates.length - 1, ...known });
    this.read.set(roomId, document);
    for (const listener of this.openedListeners) listener(document);
    return document;
  }

  private async closeIdle(): Promise<void> {
    for (const document of await this.all()) {
      if (document.idleMs < IDLE_MS) continue;
      if (document.hasUnkept) {
        await this.keeper.flush(document);
        continue;
      }
      this.live.delete(document.roomId);
      this.read.delete(document.roomId);
      if (document.rows >= ROWS_WORTH_COMPACTING) await this.keeper.compact(document);
      this.logger.debug?.('A document is closed', { roomId: document.roomId });
    }
  }
}
