import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { BlockedTermsChanged } from '../../domain/blocked-terms/terms.js';
import { TermFilter } from '../../use-cases/blocked-terms/term-filter.js';

const TOPIC = 'safety.terms';
/** What the bus lost is found by looking. */
const LOOK_EVERY_MS = 3_000;
const TOLD_EVERY_MS = 1_000;

/** The lists change on one node: every node follows, and tells the pages it has, which look at their words once more. */
@Injectable()
export class TermListSync implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Safety');
  private looking: NodeJS.Timeout | undefined;
  private telling: NodeJS.Timeout | undefined;
  private toldAtMs = -Infinity;

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly live: TermFilter,
    private readonly broadcast: Broadcast,
  ) {}

  async onModuleInit(): Promise<void> {
    this.events.afterCommit(BlockedTermsChanged, () => this.bus.publish(TOPIC, {}));
    this.bus.subscribe(TOPIC, () => void this.look());
    this.bus.onRecovered(() => void this.look());
    this.live.onChange(() => this.tellSoon());
    // Nobody is served by lists that are older than this start.
    await this.live.read();
    if (this.live.shelf.version > 0) await this.live.prepare();
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.looking);
    clearTimeout(this.telling);
  }

  async look(): Promise<void> {
    try {
      await this.live.refresh();
    } catch (error) {
      this.logger.warn(
        'The lists of words could not be read',
        error instanceof Error ? error : new Error(String(error)),
      );
    }
  }

  private tellSoon(): void {
    if (this.telling) return;
    const wait = Math.max(0, this.toldAtMs + TOLD_EVERY_MS - performance.now());
    this.telling = setTimeout(() => this.tell(), wait).unref();
  }

  private tell(): void {
    this.telling = undefined;
    this.toldAtMs = performance.now();
    this.broadcast.toAllHere('safety.blockedTermsChanged', {});
  }
}
