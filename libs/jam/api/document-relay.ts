import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { VolatilePayload } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, roomChannel, visitorsOf } from '@visionary/platform/realtime';
import type { ClientUserMap } from '../domain/client-authorship.js';
import { isEmptyUpdate, mergeUpdates } from '../domain/shared-document.js';
import { PromptTextRemoved, PromptWritten } from '../domain/events.js';
import { DocumentsService } from '../use-cases/documents.service.js';
import type { LiveDocument } from './live-document.js';
import { LiveDocuments } from './live-documents.js';
import { MaskedDocuments } from './masked-documents.js';
import { roomBatcher } from './room-batcher.js';

interface ClientUpdate {
  readonly update: Uint8Array;
  readonly socketId: string;
  readonly userId: string;
  /** Clients of which the update has something new. */
  readonly clients: readonly number[];
}

interface UpdateMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
  readonly authorship: ClientUserMap;
  /** A decision deleted text. Clients say so. */
  readonly isRemoval?: true;
}

interface SyncMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly stateVector: Uint8Array;
  /** Asks other nodes to send a sync message in return when they are missing something. */
  readonly isFirst: boolean;
}

interface AuthorshipMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly authorship: ClientUserMap;
}

const UPDATE_TOPIC = 'jam.documentUpdated';
const AUTHORSHIP_TOPIC = 'jam.authorship';
const SYNC_TOPIC = 'jam.documentSync';

/** Sends document updates to the sockets of the room on this node, and to other nodes over the bus. */
@Injectable()
export class DocumentRelay implements OnModuleInit {
  private readonly logger = new Logger('Documents');
  private readonly batcher = roomBatcher<ClientUpdate>((roomId, updates) => this.send(roomId, updates));

  constructor(
    private readonly liveDocuments: LiveDocuments,
    private readonly documents: DocumentsService,
    private readonly maskedDocuments: MaskedDocuments,
    private readonly broadcast: Broadcast,
    private readonly bus: Bus,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<UpdateMessage>(UPDATE_TOPIC, (message) => this.applyRemote(message));
    this.bus.subscribe<AuthorshipMessage>(AUTHORSHIP_TOPIC, (message) => this.mergeAuthorship(message));
    this.bus.subscribe<SyncMessage>(SYNC_TOPIC, (message) => void this.answerSync(message).catch(this.logFailure));
    this.events.afterCommit(PromptTextRemoved, (event) => this.sendRemoval(event));
    this.events.afterCommit(PromptWritten, (event) => this.sendStored(event));
    this.liveDocuments.onOpened((document) => this.publishSync(document, true));
    this.bus.onRecovered(() => void this.catchUp().catch(this.logFailure));
  }

  /** Only a warning: the database is unavailable or the node is stopping, and the next update starts another sync. */
  private readonly logFailure = (error: unknown): void => {
    this.logger.warn('Documents could not be synced', error instanceof Error ? error : new Error(String(error)));
  };

  add(roomId: string, update: ClientUpdate): void {
    this.batcher.touch(roomId, [update]);
  }

  /** Skips the sender's socket when the batch has a single sender. */
  private send(roomId: string, updates: readonly ClientUpdate[]): void {
    const update = mergeUpdates(updates.map((one) => one.update));
    const [first] = updates;
    const onlySender = updates.every(({ socketId }) => socketId === first?.socketId) ? first?.socketId : undefined;
    this.broadcastHere({ roomId, update }, onlySender);
    this.maskedDocuments.touch(roomId);
    const authorship = updates.flatMap(({ clients, userId }) => clients.map((client) => [client, userId] as const));
    this.publishUpdate({ roomId, update, authorship });
  }

  private async sendRemoval({ roomId, update }: PromptTextRemoved): Promise<void> {
    await this.sendStored({ roomId, update, authorship: [], isRemoval: true });
  }

  private async sendStored(message: Omit<UpdateMessage, 'nodeId'>): Promise<void> {
    const { roomId, update, authorship, isRemoval } = message;
    const stored = { roomId, update, authorship, ...(isRemoval && { isRemoval }) };
    this.publishUpdate(stored);
    await this.applyHere(stored);
  }

  /** Sends an update that is stored or comes from another node to the room's sockets on this node, and applies it. */
  private async applyHere({ roomId, update, authorship, isRemoval }: Omit<UpdateMessage, 'nodeId'>) {
    this.broadcastHere({ roomId, update, ...(isRemoval && { isRemoval }) });
    // A document that isn't open here is read from the database when it is opened.
    (await this.liveDocuments.opened(roomId))?.applyRemote(update, authorship);
    this.maskedDocuments.touch(roomId);
  }

  /** @param except a socket that has the update already */
  private broadcastHere(payload: VolatilePayload<'jam.documentUpdated'>, except?: string): void {
    const visitors = visitorsOf(roomChannel(payload.roomId));
    const excluded = except === undefined ? visitors : [except, visitors];
    this.broadcast.toRoomLocally(payload.roomId, 'jam.documentUpdated', payload, excluded);
  }

  private publishUpdate(message: Omit<UpdateMessage, 'nodeId'>): void {
    if (this.bus.status === 'in-process') return;
    this.bus.publish(UPDATE_TOPIC, { nodeId: this.bus.nodeId, ...message } satisfies UpdateMessage);
  }

  private applyRemote({ nodeId, ...message }: UpdateMessage): void {
    if (nodeId !== this.bus.nodeId) void this.applyHere(message).catch(this.logFailure);
  }

  private mergeAuthorship({ nodeId, roomId, authorship }: AuthorshipMessage): void {
    if (nodeId === this.bus.nodeId) return;
    void this.liveDocuments
      .opened(roomId)
      ?.then((document) => document.mergeAuthorship(authorship))
      .catch(this.logFailure);
  }

  /** Asks other nodes for updates that aren't stored yet. */
  private publishSync({ roomId, shared }: LiveDocument, isFirst: boolean): void {
    if (this.bus.status === 'in-process') return;
    const { stateVector } = shared;
    this.bus.publish(SYNC_TOPIC, { nodeId: this.bus.nodeId, roomId, stateVector, isFirst } satisfies SyncMessage);
  }

  private async answerSync({ nodeId, roomId, stateVector, isFirst }: SyncMessage): Promise<void> {
    if (nodeId === this.bus.nodeId) return;
    const document = await this.liveDocuments.opened(roomId);
    if (!document) return;
    const update = document.shared.updateSince(stateVector);
    const { authorship } = document;
    if (update && !isEmptyUpdate(update)) this.publishUpdate({ roomId, update, authorship });
    if (isFirst && authorship.length > 0) {
      this.bus.publish(AUTHORSHIP_TOPIC, { nodeId: this.bus.nodeId, roomId, authorship } satisfies AuthorshipMessage);
    }
    if (isFirst && document.shared.isMissingUpdates(stateVector)) this.publishSync(document, false);
  }

  /** After an outage of the bus, updates of other nodes are in the database or still in their memory. */
  private async catchUp(): Promise<void> {
    for (const document of await this.liveDocuments.all()) {
      const { roomId, shared } = document;
      const before = shared.stateVector;
      const stored = await this.documents.open(roomId);
      for (const update of stored.updates) document.applyRemote(update, stored.authorship);
      const update = shared.updateSince(before);
      if (update && !isEmptyUpdate(update)) {
        this.broadcastHere({ roomId, update });
        this.maskedDocuments.touch(roomId);
      }
      this.publishSync(document, true);
    }
  }
}
