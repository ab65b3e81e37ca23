import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { ModelCountsChanged } from '../../domain/feedback/events.js';
import { hubChannel } from '../channels.js';
import { ModelCounts } from './model-counts.js';

const MOVED = 'hub.moved';
const TOLD_EVERY_MS = 1_000;
/** Of one model, to the other nodes. */
const PASSED_ON_EVERY_MS = 500;

/**
 * How many like, use and talk about a model: told at most once a second, however much happens. Nodes tell each other only that
 * something has moved; each reads the truth for the pages it has, so that the last word is the true one.
 */
@Injectable()
export class ModelCountBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Hub');
  private readonly passing = new Throttle(PASSED_ON_EVERY_MS, (modelId) => this.bus.publish(MOVED, modelId));
  private readonly telling = new Throttle(TOLD_EVERY_MS, (modelId) => {
    this.tell(modelId).catch((error: unknown) => this.logger.error('Counts of a model could not be told', error));
  });

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly counts: ModelCounts,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(ModelCountsChanged, ({ modelId }) => this.passing.touch(modelId));
    this.bus.subscribe<string>(MOVED, (modelId) => {
      if (this.broadcast.hasLocalListeners(hubChannel(modelId))) this.telling.touch(modelId);
    });
  }

  onApplicationShutdown(): void {
    this.passing.stop();
    this.telling.stop();
  }

  private async tell(modelId: string): Promise<void> {
    const counts = await this.counts.of(modelId);
    if (counts) this.broadcast.toHere([hubChannel(modelId)], 'hub.countsChanged', { modelId, counts });
  }
}
