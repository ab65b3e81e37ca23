import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { HubModelRemoved, ModelFeedback, type Version, VersionPublished, VersionWithdrawn } from '@visionary/hub';
import { Clock, DomainEvents, UnitOfWork } from '@visionary/kernel';
import { Notifications } from '@visionary/notifications';
import type { PendingVersionFanOut } from '../../domain/notifications/pending-version-fan-out.js';
import { VersionFanOutsRepository } from '../../storage/notifications/version-fan-outs.repository.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';

/** How soon a fan-out continues that another node left unfinished. */
const POLL_INTERVAL_MS = 60_000;
const BATCH_SIZE = 500;

/**
 * Notifies the audience of a published version: followers of the creator, and for later versions also users who like or
 * reviewed the model. The publishing transaction adds a pending fan-out. After its commit users are notified in batches,
 * each once, across restarts.
 */
@Injectable()
export class VersionFanOutWorker implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Feed');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isRequested = false;
  private isStopping = false;

  constructor(
    private readonly events: DomainEvents,
    private readonly fanOuts: VersionFanOutsRepository,
    private readonly follows: FollowsRepository,
    private readonly feedback: ModelFeedback,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { events } = this;
    events.beforeCommit(VersionPublished, ({ version: { id, modelId, label }, creatorId, isFirst }) =>
      this.fanOuts.add({ versionId: id, modelId, creatorId, label, isFirst, at: this.clock.now(), cursor: '' }),
    );
    events.afterCommit(VersionPublished, () => this.start());
    events.beforeCommit(VersionWithdrawn, ({ version }) => this.withdrawn(version));
    events.beforeCommit(HubModelRemoved, ({ modelId }) => this.fanOuts.removeOfModel(modelId));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.start(), POLL_INTERVAL_MS).unref();
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async withdrawn({ id }: Version): Promise<void> {
    await this.fanOuts.remove(id);
    await this.notifications.withdraw({ aboutIds: [id] });
  }

  private start(): void {
    this.isRequested = true;
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    while (this.isRequested && !this.isStopping) {
      this.isRequested = false;
      await this.notifyAll().catch((error: unknown) => this.logger.warn('Version fan-out failed, will retry', error));
    }
  }

  private async notifyAll(): Promise<void> {
    for (const versionId of await this.fanOuts.ids()) {
      for (let more = true; more && !this.isStopping;) {
        more = await this.unitOfWork.run(() => this.notifyBatch(versionId));
      }
    }
  }

  /** Writes the cursor together with the notifications. @returns whether there may be more users */
  private async notifyBatch(versionId: string): Promise<boolean> {
    const fanOut = await this.fanOuts.hold(versionId);
    if (!fanOut) return false;
    const { creatorId, modelId, label, at } = fanOut;
    const audience = await this.audience(fanOut);
    const shared = {
      kind: fanOut.isFirst ? 'modelPublished' : 'versionPublished',
      actorId: creatorId,
      subjectId: versionId,
      parentId: modelId,
      facts: { label },
      at,
    } as const;
    await this.notifications.publish(audience.map((userId) => ({ userId, ...shared })));
    const last = audience.at(-1);
    const isComplete = last === undefined || audience.length < BATCH_SIZE;
    await (isComplete ? this.fanOuts.remove(versionId) : this.fanOuts.setCursor(versionId, last));
    return !isComplete;
  }

  /** The next users by id, including those who are then skipped, so that the cursor advances. */
  private async audience({ creatorId, modelId, isFirst, cursor }: PendingVersionFanOut): Promise<string[]> {
    const followers = await this.follows.followersAfter(creatorId, cursor, BATCH_SIZE);
    const friends = isFirst ? [] : await this.feedback.friendsAfter(modelId, cursor, BATCH_SIZE);
    return [...new Set([...followers, ...friends])].sort().slice(0, BATCH_SIZE);
  }
}
