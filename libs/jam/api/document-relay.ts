import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import type { ClientUserMap } from '../domain/client-authorship.js';
import { isEmptyUpdate, mergeUpdates } from '../domain/shared-document.js';
import { OpenDocument } from '../use-cases/open-document.js';
import { RoomBatcher } from './room-batcher.js';
import type { LiveDocument } from './live-document.js';
import { LiveDocuments } from './live-documents.js';

interface TextPiece {
  readonly update: Uint8Array;
  readonly socketId: string;
  readonly userId: string;
  /** That it brought something new of. */
  readonly clients: readonly number[];
}
interface UpdateMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
  /** Whose the clients are that wrote it. */
  readonly hands: ClientUserMap;
}
interface Hello {
  readonly nodeId: string;
  readonly roomId: string;
  readonly stateVector: Uint8Array;
  /** Whether the others shall say hello in return where they lack something. */
  readonly isFirst: boolean;
}

interface AuthorshipMessage {
  readonly nodeId: string;
  readonly roomId: string;
  readonly hands: ClientUserMap;
}

const UPDATE_TOPIC = 'jam.written';
const AUTHORSHIP_TOPIC = 'jam.hands';
const SYNC_TOPIC = 'jam.hello';

/** Carries what is written in a room to everybody else in it: here by socket, elsewhere by the bus. */
@Injectable()
export class DocumentRelay implements OnModuleInit {
  private readonly logger = new Logger('Documents');
  private readonly roomBatcher = new RoomBatcher<TextPiece>((roomId, written) => this.send(roomId, written));

  constructor(
    private readonly documents: LiveDocuments,
    private readonly openDocument: OpenDocument,
    private readonly broadcast: Broadcast,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<UpdateMessage>(UPDATE_TOPIC, (news) => this.hear(news));
    this.bus.subscribe<AuthorshipMessage>(AUTHORSHIP_TOPIC, (news) => this.learn(news));
    this.bus.subscribe<Hello>(SYNC_TOPIC, (hello) => void this.answer(hello).catch(this.failed));
    this.documents.onOpened((document) => this.hello(document, true));
    this.bus.onRecovered(() => void this.catchUp().catch(this.failed));
  }

  /** The database is away, too, or this node is leaving: whoever writes next is heard again. */
  private readonly failed = (error: unknown): void => {
    this.logger.warn('Documents could not be caught up', error instanceof Error ? error : new Error(String(error)));
  };

  written(roomId: string, textPiece: TextPiece): void {
    this.roomBatcher.add(roomId, textPiece);
  }

  /** Whoever wrote alone has it already; of several, each lacks the others'. */
  private send(roomId: string, written: readonly TextPiece[]): void {
    const update = mergeUpdates(written.map((one) => one.update));
    const [first] = written;
    const alone = written.every(({ socketId }) => socketId === first?.socketId) ? first?.socketId : undefined;
    this.broadcast.toRoomHere(roomId, 'jam.documentUpdated', { roomId, update }, alone);
    const authors = written.filter(({ clients }) => clients.length > 0);
    const writerIds = [...new Set(authors.map(({ userId }) => userId))];
    const hands = written.flatMap(({ clients, userId }) => clients.map((client) => [client, userId] as const));
    this.tellNodes({ roomId, update, writerIds, hands });
  }

  private tellNodes(news: Omit<UpdateMessage, 'nodeId'>): void {
    if (this.bus.status === 'in-process') return;
    this.bus.publish(UPDATE_TOPIC, { nodeId: this.bus.nodeId, ...news } satisfies UpdateMessage);
  }

  private hear({ nodeId, roomId, update, writerIds, hands }: UpdateMessage): void {
    if (nodeId === this.bus.nodeId) return;
    this.broadcast.toRoomHere(roomId, 'jam.documentUpdated', { roomId, update });
    // A document that is not open here is read from the database when it is.
    void this.documents
      .opened(roomId)
      ?.then((document) => document.hear(update, writerIds, hands))
      .catch(this.failed);
  }

  private learn({ nodeId, roomId, hands }: AuthorshipMessage): void {
    if (nodeId === this.bus.nodeId) return;
    void this.documents
      .opened(roomId)
      ?.then((document) => document.mergeAuthorship(hands))
      .catch(this.failed);
  }

  /** Asks the other nodes for what they hold and the database does not yet. */
  private hello({ roomId, shared }: LiveDocument, isFirst: boolean): void {
    if (this.bus.status === 'in-process') return;
    const { stateVector } = shared;
    this.bus.publish(SYNC_TOPIC, { nodeId: this.bus.nodeId, roomId, stateVector, isFirst } satisfies Hello);
  }

  private async answer({ nodeId, roomId, stateVector, isFirst }: Hello): Promise<void> {
    if (nodeId === this.bus.nodeId) return;
    const document = await this.documents.opened(roomId);
    if (!document) return;
    const missing = document.shared.since(stateVector);
    const { writerIds, knownHands: hands } = document;
    if (missing && !isEmptyUpdate(missing)) this.tellNodes({ roomId, update: missing, writerIds, hands });
    if (isFirst && hands.length > 0) {
      this.bus.publish(AUTHORSHIP_TOPIC, { nodeId: this.bus.nodeId, roomId, hands } satisfies AuthorshipMessage);
    }
    if (isFirst && document.shared.isMissingUpdates(stateVector)) this.hello(document, false);
  }

  /** The line to the others was cut: what they wrote meanwhile is in the database, or they still hold it. */
  private async catchUp(): Promise<void> {
    for (const document of await this.documents.all()) {
      const { roomId, shared } = document;
      const before = shared.stateVector;
      const kept = await this.openDocument.run(roomId);
      for (const update of kept.updates) document.hear(update, kept.writerIds, kept.authorship);
      const news = shared.since(before);
      if (news && !isEmptyUpdate(news)) {
        this.broadcast.toRoomHere(roomId, 'jam.documentUpdated', { roomId, update: news });
      }
      this.hello(document, true);
    }
  }
}
