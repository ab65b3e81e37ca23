import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { HubModelRemoved, VersionPublished, VersionWithdrawn } from '@visionary/hub';
import { DomainEvents } from '@visionary/kernel';
import { ScheduleVersionFanOut } from '../../use-cases/comments/schedule-version-fan-out.js';
import { VersionFanOut } from '../../use-cases/comments/version-fan-out.js';

/** What a node that ended left untold is seen so soon. */
const LOOKS_EVERY_MS = 60_000;

/** A publication notes that it is to be told; users are told after its commit, one round at a time. */
@Injectable()
export class VersionFanOutWorker implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Feed');
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> | undefined;
  private again = false;
  private isStopping = false;

  constructor(
    private readonly events: DomainEvents,
    private readonly note: ScheduleVersionFanOut,
    private readonly tell: VersionFanOut,
  ) {}

  onModuleInit(): void {
    const { events, note } = this;
    events.beforeCommit(VersionPublished, ({ version, creatorId, isFirst }) =>
      note.published(version, creatorId, isFirst),
    );
    events.afterCommit(VersionPublished, () => this.look());
    events.beforeCommit(VersionWithdrawn, ({ version }) => note.withdrawn(version));
    events.beforeCommit(HubModelRemoved, ({ modelId }) => note.removed(modelId));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOKS_EVERY_MS).unref();
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.telling;
  }

  private look(): void {
    this.again = true;
    this.telling ??= this.rounds().finally(() => (this.telling = undefined));
  }

  private async rounds(): Promise<void> {
    while (this.again && !this.isStopping) {
      this.again = false;
      await this.tell
        .run(() => !this.isStopping)
        .catch((error: unknown) => this.logger.warn('Not everybody is told of a version yet', error));
    }
  }
}
