import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HubModelChanged, HubModelRemoved, VersionPublished, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { PublishedOffers } from './published-offers.js';

const TOPIC = 'generation.offers';
const TOLD_EVERY_MS = 1_000;

interface News {
  /** What cannot be chosen any more. */
  readonly gone: readonly string[];
  /** What can be chosen is another, not only what is said of it. */
  readonly isTold: boolean;
}

/** The hub changes on one node: every node forgets what it knows of it, and tells the pages it has. */
@Injectable()
export class HubNews implements OnModuleInit {
  private readonly gone = new Set<string>();
  private isWaiting = false;
  private toldAtMs = -Infinity;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly offers: PublishedOffers,
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

  private say(news: News): void {
    // Whoever asks this node from here on sees it; the others hear of it.
    this.offers.drop();
    this.bus.publish(TOPIC, news);
  }

  private hear({ gone, isTold }: News): void {
    this.offers.drop();
    if (!isTold) return;
    for (const id of gone) this.gone.add(id);
    if (this.isWaiting) return;
    this.isWaiting = true;
    const wait = Math.max(0, this.toldAtMs + TOLD_EVERY_MS - performance.now());
    setTimeout(() => this.tell(), wait).unref();
  }

  private tell(): void {
    this.isWaiting = false;
    this.toldAtMs = performance.now();
    this.broadcast.toAllHere('models.changed', { gone: [...this.gone] });
    this.gone.clear();
  }
}
