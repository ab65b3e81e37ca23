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
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { HubPublishedModels } from './hub-published-models.js';

const TOPIC = 'generation.offers';
const BROADCAST_INTERVAL_MS = 1_000;
/** Detects changes by processes without a common bus, such as `visionary seed` beside an embedded server. */
const COMPARE_INTERVAL_MS = 1_000;

interface HubChange {
  /** Ids that can no longer be selected. */
  readonly removedIds: readonly string[];
  /** Whether clients are notified, because the list of models itself changed. */
  readonly isBroadcast: boolean;
}

/** Invalidates the cached hub models on every node, and notifies clients at most once a second. */
@Injectable()
export class PublishedModelInvalidation implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Models');
  private readonly throttle = new Throttle<readonly string[]>(
    BROADCAST_INTERVAL_MS,
    (_, ids) => this.broadcast.toAllLocally('models.listChanged', { removedIds: [...new Set(ids)] }),
    (earlier, later) => [...earlier, ...later],
  );
  /** Changes received over the bus since the last comparison. */
  private receivedChanges = 0;
  private isComparing = false;
  private isUnavailable = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly publishedModels: HubPublishedModels,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(VersionPublished, () => this.publish({ removedIds: [], isBroadcast: true }));
    this.events.afterCommit(VersionWithdrawn, ({ version }) =>
      this.publish({ removedIds: [version.useId], isBroadcast: true }),
    );
    this.events.afterCommit(HubModelRemoved, () => this.publish({ removedIds: [], isBroadcast: false }));
    this.events.afterCommit(HubModelChanged, ({ isOnlySamples }) => {
      if (!isOnlySamples) this.publish({ removedIds: [], isBroadcast: true });
    });
    this.bus.subscribe<HubChange>(TOPIC, (change) => this.onChange(change));
    this.bus.onRecovered(() => this.publishedModels.drop());
  }

  onApplicationBootstrap(): void {
    void this.compare();
    this.timer = setInterval(() => void this.compare(), COMPARE_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.throttle.stop();
  }

  private publish(change: HubChange): void {
    // This node invalidates at once, before its own message arrives.
    this.publishedModels.drop();
    this.bus.publish(TOPIC, change);
  }

  private onChange({ removedIds, isBroadcast }: HubChange): void {
    this.publishedModels.drop();
    this.receivedChanges += 1;
    if (isBroadcast) this.throttle.touch('list', removedIds);
  }

  /** Detects changes in the database that the bus did not carry. */
  private async compare(): Promise<void> {
    if (this.isComparing) return;
    this.isComparing = true;
    try {
      const changes = await this.publishedModels.compare();
      if (changes > this.receivedChanges) this.throttle.touch('list', []);
      this.receivedChanges = 0;
      this.isUnavailable = false;
    } catch (error) {
      if (!this.isUnavailable) this.logger.warn('The revision of the hub could not be read', error);
      this.isUnavailable = true;
    } finally {
      this.isComparing = false;
    }
  }
}
