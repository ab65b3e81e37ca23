import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { hubChannel } from '../channels.js';
import { ModelCounts } from './model-counts.js';

const COUNTS_CHANGED_TOPIC = 'hub.moved';
const BROADCAST_INTERVAL_MS = 1_000;
const PUBLISH_INTERVAL_MS = 500;

/**
 * Broadcasts a model's counters at most once a second. Nodes exchange only the model's id; each node reads the counters for its
 * own sockets, so that the last broadcast is correct.
 */
@Injectable()
export class ModelCountBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Hub');
  private readonly publishing = new Throttle(PUBLISH_INTERVAL_MS, (modelId) =>
    this.bus.publish(COUNTS_CHANGED_TOPIC, modelId),
  );
  private readonly broadcasting = new Throttle(BROADCAST_INTERVAL_MS, (modelId) => {
    this.send(modelId).catch((error: unknown) => this.logger.error('Failed to broadcast model counts', error));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly counts: ModelCounts,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(ModelCountsChanged, ({ modelId }) => this.publishing.touch(modelId));
    this.bus.subscribe<string>(COUNTS_CHANGED_TOPIC, (modelId) => {
      if (this.broadcast.hasLocalListeners(hubChannel(modelId))) this.broadcasting.touch(modelId);
    });
  }

  onApplicationShutdown(): void {
    this.publishing.stop();
    this.broadcasting.stop();
  }

  private async send(modelId: string): Promise<void> {
    const counts = await this.counts.of(modelId);
    if (counts) this.broadcast.toHere([hubChannel(modelId)], 'hub.countsChanged', { modelId, counts });
  }
}
