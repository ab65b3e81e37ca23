import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { VersionPublished } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { TakeCancelled, TakeFailed, TakeFinished } from '../../domain/events.js';
import { isSystemTake, type Take } from '../../domain/take.js';
import { SamplesService } from '../../use-cases/samples.service.js';

/** Picks up what no event announced: samples that ended on another node, and versions that had to wait. */
const POLL_INTERVAL_MS = 60_000;

/** Renders missing samples after relevant events, one run at a time. */
@Injectable()
export class SampleScheduler implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Samples');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isPending = false;
  private isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly events: DomainEvents,
    private readonly samples: SamplesService,
  ) {}

  onModuleInit(): void {
    if (!this.config.hubSamples) return;
    this.events.afterCommit(VersionPublished, () => this.wake());
    const onEnd = ({ take }: { readonly take: Take }) => {
      if (isSystemTake(take)) this.wake();
    };
    this.events.afterCommit(TakeFinished, onEnd);
    this.events.afterCommit(TakeFailed, onEnd);
    this.events.afterCommit(TakeCancelled, onEnd);
  }

  onApplicationBootstrap(): void {
    if (!this.config.hubSamples) return;
    this.timer = setInterval(() => this.wake(), POLL_INTERVAL_MS).unref();
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  private wake(): void {
    this.isPending = true;
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    while (this.isPending && !this.isStopping) {
      this.isPending = false;
      await this.samples
        .renderMissing()
        .catch((error: unknown) => this.logger.warn('Samples could not be rendered', error));
    }
  }
}
