import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle } from '@visionary/platform/realtime';
import { BlockedTermsChanged } from '../../domain/blocked-terms/blocked-term.js';
import { TermFilter } from '../../use-cases/blocked-terms/term-filter.js';

const TOPIC = 'safety.terms';
/** Polling finds changes whose bus message was lost. */
const POLL_INTERVAL_MS = 3_000;
const BROADCAST_INTERVAL_MS = 1_000;

/** Refreshes the lists on every node after a change, and tells clients to check their texts again. */
@Injectable()
export class TermListSync implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Safety');
  private pollTimer: NodeJS.Timeout | undefined;
  private readonly throttle = new Throttle(BROADCAST_INTERVAL_MS, () =>
    this.broadcast.toAllLocally('safety.blockedTermsChanged', {}),
  );

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly filter: TermFilter,
    private readonly broadcast: Broadcast,
  ) {}

  async onModuleInit(): Promise<void> {
    this.events.afterCommit(BlockedTermsChanged, () => this.bus.publish(TOPIC, {}));
    this.bus.subscribe(TOPIC, () => void this.refresh());
    this.bus.onRecovered(() => void this.refresh());
    this.filter.onChange(() => this.throttle.touch('terms'));
    // Requests wait until the lists are current.
    await this.filter.read();
    if (this.filter.list.version > 0) await this.filter.prepare();
    else void this.filter.warmUp();
    this.pollTimer = setInterval(() => void this.refresh(), POLL_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.pollTimer);
    this.throttle.stop();
  }

  async refresh(): Promise<void> {
    try {
      await this.filter.refresh();
    } catch (error) {
      this.logger.warn('Can’t read the blocked terms', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
