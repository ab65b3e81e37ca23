import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import type { KnownHands } from '../domain/hands.js';
import { isEmptyUpdate, mergeUpdates } from '../domain/shared-document.js';
import { OpenDocument } from '../usecases/open-document.js';
import { Gathering } from './gathering.js';
import type { LiveDocument } from './live-document.js';
import { LiveDocuments } from './live-documents.js';

interface Written {
  readonly update: Uint8Array;
  readonly socketId: string;
  readonly personId: string;
  /** That it brought something new of. */
  readonly clients: readonly number[];
}
interface WrittenNews {
  readonly nodeId: string;
  readonly roomId: string;
  readonly update: Uint8Array;
  readonly writerIds: readonly string[];
  /** Whose the clients are that wrote it. */
  readonly hands: KnownHands;
}
interface Hello {
  readonly nodeId: string;
  readonly roomId: string;
  readonly stateVector: Uint8Array;
  /** Whether the others shall say hello in return where they lack something. */
  readonly isFirst: boolean;
}

interface HandsNews {
  readonly nodeId: string;
  readonly roomId: string;
  readonly hands: KnownHands;
}

const WRITTEN = 'jam.written';
const HANDS = 'jam.hands';
const HELLO = 'jam.hello';

/** Carries what is written in a room to everybody else in it: here by socket, elsewhere by the bus. */
@Injectable()
export class DocumentRelay implements OnModuleInit {
  private readonly logger = new Logger('Documents');
  private readonly gathering = new Gathering<Written>((roomId, written) => this.send(roomId, written));

  constructor(
    private readonly documents: LiveDocuments,
    private readonly openDocument: OpenDocument,
    private readonly broadcast: Broadcast,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<WrittenNews>(WRITTEN, (news) => this.hear(news));
    this.bus.subscribe<HandsNews>(HANDS, (news) => this.learn(news));
    this.bus.subscribe<Hello>(HELLO, (hello) => void this.answer(hello).catch(this.failed));
    this.documents.onOpened((document) => this.hello(document, true));
    this.bus.onRecovered(() => void this.catchUp().catch(this.failed));
  }

  /** The database is away, too, or this node is leaving: whoever writes next is heard again. */
  private readonly failed = (error: unknown): void => {
    this.logger.warn('Documents could not be caught up', error instanceof Error ? error : new Error(String(error)));
  };

  written(roomId: string, written: Written): void {
    this.gathering.add(roomId, written);
  }

  /** Whoever wrote alone has it already; of several, each lacks the others'. */
  private send(roomId: string, written: readonly Written[]): void {
    const update = mergeUpdates(written.map((one) => one.update));
    const [first] = written;
    const alone = written.every(({ socketId }) => socketId === first?.socketId) ? first?.socketId : undefined;
    this.broadcast.toRoomHere(roomId, 'jam.updated', { roomId, update }, alone);
    const authors = written.filter(({ clients }) => clients.length > 0);
    const writerIds = [...new Set(authors.map(({ personId }) => personId))];
    const hands = written.flatMap(({ clients, personId }) => clients.map((client) => [client, personId] as const));
    this.tellNodes({ roomId, update, writerIds, hands });
  }

  private tellNodes(news: Omit<WrittenNews, 'nodeId'>): void {
    if (this.bus.status === 'in-process') return;
    this.bus.publish(WRITTEN, { nodeId: this.bus.nodeId, ...news } satisfies WrittenNews);
  }

  private hear({ nodeId, roomId, update, writerIds, hands }: WrittenNews): void {
    if (nodeId === this.bus.nodeId) return;
    this.broadcast.toRoomHere(roomId, 'jam.updated', { roomId, update });
    // A document that is not open here is read from the database when it is.
    void this.documents
      .opened(roomId)
      ?.then((document) => document.hear(update, writerIds, hands))
      .catch(this.failed);
  }

  private learn({ nodeId, roomId, hands }: HandsNews): void {
    if (nodeId === this.bus.nodeId) return;
    void this.documents
      .opened(roomId)
      ?.then((document) => document.learnHands(hands))
      .catch(this.failed);
  }

  /** Asks the other nodes for what they hold and the database does not yet. */
  private hello({ roomId, shared }: LiveDocument, isFirst: boolean): void {
    if (this.bus.status === 'in-process') return;
    const { stateVector } = shared;
    this.bus.publish(HELLO, { nodeId: this.bus.nodeId, roomId, stateVector, isFirst } satisfies Hello);
  }

  private async answer({ nodeId, roomId, stateVector, isFirst }: Hello): Promise<void> {
    if (nodeId === this.bus.nodeId) return;
    const document = await this.documents.opened(roomId);
    if (!document) return;
    const missing = document.shared.since(stateVector);
    const { writerIds, knownHands: hands } = document;
    if (missing && !isEmptyUpdate(missing)) this.tellNodes({ roomId, update: missing, writerIds, hands });
    if (isFirst && hands.length > 0) {
      this.bus.publish(HANDS, { nodeId: this.bus.nodeId, roomId, hands } satisfies HandsNews);
    }
    if (isFirst && document.shared.isBehind(stateVector)) this.hello(document, false);
  }

  /** The line to the others was cut: what they wrote meanwhile is in the database, or they still hold it. */
  private async catchUp(): Promise<void> {
    for (const document of await this.documents.all()) {
      const { roomId, shared } = document;
      const before = shared.stateVector;
      const kept = await this.openDocument.run(roomId);
      for (const update of kept.updates) document.hear(update, kept.writerIds, kept.authorship);
      const news = shared.since(before);
      if (news && !isEmptyUpdate(news)) this.broadcast.toRoomHere(roomId, 'jam.updated', { roomId, update: news });
      this.hello(document, true);
    }
  }
}
