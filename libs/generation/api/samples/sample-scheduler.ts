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
import { isSystemTake } from '../../domain/system-takes.js';
import type { Take } from '../../domain/take.js';
import { RenderSamples } from '../../use-cases/render-samples.js';

/** What nobody heard of, another node's end or a version that waited its turn, is seen so soon. */
const LOOKS_EVERY_MS = 60_000;

/** Looks after samples whenever something moves that they wait for; one round at a time. */
@Injectable()
export class SampleScheduler implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Samples');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private again = false;
  private isStopping = false;

  constructor(
    private readonly config: Config,
    private readonly events: DomainEvents,
    private readonly render: RenderSamples,
  ) {}

  onModuleInit(): void {
    if (!this.config.hubSamples) return;
    this.events.afterCommit(VersionPublished, () => this.look());
    const ended = ({ take }: { readonly take: Take }) => {
      if (isSystemTake(take)) this.look();
    };
    this.events.afterCommit(TakeFinished, ended);
    this.events.afterCommit(TakeFailed, ended);
    this.events.afterCommit(TakeCancelled, ended);
  }

  onApplicationBootstrap(): void {
    if (!this.config.hubSamples) return;
    this.timer = setInterval(() => this.look(), LOOKS_EVERY_MS).unref();
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.round;
  }

  private look(): void {
    this.again = true;
    this.round ??= this.rounds().finally(() => (this.round = undefined));
  }

  private async rounds(): Promise<void> {
    while (this.again && !this.isStopping) {
      this.again = false;
      await this.render.run().catch((error: unknown) => this.logger.warn('Samples could not be looked after', error));
    }
  }
}
