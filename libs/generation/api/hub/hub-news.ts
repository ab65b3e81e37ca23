import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HubModelChanged, HubModelRemoved, VersionPublished, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { HubPublishedModels } from './hub-published-models.js';

const TOPIC = 'generation.offers';
const TOLD_EVERY_MS = 1_000;
/** A process without a common bus, such as `visionary seed` beside an embedded server, is noticed within this time. */
const COMPARE_EVERY_MS = 1_000;

interface News {
  /** What cannot be chosen any more. */
  readonly gone: readonly string[];
  /** What can be chosen is another, not only what is said of it. */
  readonly isTold: boolean;
}

/** The hub changes on one node: every node forgets what it knows of it, and tells the pages it has. */
@Injectable()
export class PublishedModelInvalidation implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Models');
  private readonly gone = new Set<string>();
  private isWaiting = false;
  private toldAtMs = -Infinity;
  /** Changes the bus told of since the last comparison. */
  private heard = 0;
  private isComparing = false;
  private isAway = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly offers: HubPublishedModels,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(VersionPublished, () => this.say({ gone: [], isTold: true }));
    this.events.afterCommit(VersionWithdrawn, ({ version }) => this.say({ gone: [version.useId], isTold: true }));
    this.events.afterCommit(HubModelRemoved, () => this.say({ gone: [], isTold: false }));
    this.events.afterCommit(HubModelChanged, () => this.say({ gone: [], isTold: true }));
    this.bus.subscribe<News>(TOPIC, (news) => this.hear(news));
    this.bus.onRecovered(() => this.offers.drop());
  }

  onApplicationBootstrap(): void {
    void this.compare();
    this.timer = setInterval(() => void this.compare(), COMPARE_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private say(news: News): void {
    // Whoever asks this node from here on sees it; the others hear of it.
    this.offers.drop();
    this.bus.publish(TOPIC, news);
  }

  private hear({ gone, isTold }: News): void {
    this.offers.drop();
    this.heard += 1;
    if (!isTold) return;
    for (const id of gone) this.gone.add(id);
    this.tellSoon();
  }

  /** The database shows changes that did not come over the bus. */
  private async compare(): Promise<void> {
    if (this.isComparing) return;
    this.isComparing = true;
    try {
      const changes = await this.offers.compare();
      if (changes > this.heard) this.tellSoon();
      this.heard = 0;
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.logger.warn('The revision of the hub could not be read', error);
      this.isAway = true;
    } finally {
      this.isComparing = false;
    }
  }

  private tellSoon(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    const wait = Math.max(0, this.toldAtMs + TOLD_EVERY_MS - performance.now());
    setTimeout(() => this.tell(), wait).unref();
  }

  private tell(): void {
    this.isWaiting = false;
    this.toldAtMs = performance.now();
    this.broadcast.toAllHere('models.listChanged', { removedIds: [...this.gone] });
    this.gone.clear();
  }
}
