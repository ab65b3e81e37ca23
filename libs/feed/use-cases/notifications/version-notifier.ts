import { Injectable } from '@nestjs/common';
import { HubReviewsService, VersionPublished, VersionWithdrawn } from '@visionary/hub';
import { Clock, DomainEvents, type Job, Jobs, UnitOfWork } from '@visionary/kernel';
import { Notifications } from '@visionary/notifications';
import { FollowsRepository } from '../../storage/users/follows.repository.js';

/** The key is the id of the version. */
const KIND = 'feed.notifyOfVersion';
const BATCH_SIZE = 500;

/** The payload of a job. */
interface Announcement {
  readonly kind: 'modelPublished' | 'versionPublished';
  readonly modelId: string;
  readonly creatorId: string;
  readonly label: string;
  /** ms since 1970 */
  readonly at: number;
  /** Users up to this id, in the order of ids, are notified. '' for nobody. */
  readonly cursor: string;
}

/**
 * Notifies the audience of a published version: followers of the creator, and for later versions also users who like or
 * reviewed the model. The publishing transaction adds a job, which notifies users in batches, each once, across restarts.
 */
@Injectable()
export class VersionNotifier {
  constructor(
    private readonly follows: FollowsRepository,
    private readonly reviews: HubReviewsService,
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    events: DomainEvents,
    jobs: Jobs,
    clock: Clock,
  ) {
    jobs.register({ kind: KIND, run: (job) => this.notifyAll(job) });
    events.beforeCommit(VersionPublished, ({ version: { id, modelId, label }, creatorId, isFirst }) => {
      const kind = isFirst ? 'modelPublished' : 'versionPublished';
      const payload: Announcement = { kind, modelId, creatorId, label, at: clock.now(), cursor: '' };
      return jobs.add(KIND, id, { payload });
    });
    events.beforeCommit(VersionWithdrawn, async ({ version: { id } }) => {
      await jobs.remove(KIND, id);
      await notifications.withdraw({ aboutIds: [id] });
    });
  }

  private async notifyAll(job: Job): Promise<void> {
    let announcement = job.payload as Announcement;
    for (let isHeld = true; isHeld;) {
      job.signal.throwIfAborted();
      const audience = await this.audience(announcement);
      const cursor = audience.at(-1);
      if (cursor === undefined) return;
      const next = { ...announcement, cursor };
      isHeld = await this.unitOfWork.run(() => this.notifyBatch(job, next, audience));
      announcement = next;
    }
  }

  /** Saves the cursor first: it locks the job, so that a withdrawal waits or prevents the batch. */
  private async notifyBatch(job: Job, announcement: Announcement, userIds: readonly string[]): Promise<boolean> {
    if (!(await job.save(announcement))) return false;
    const { kind, creatorId: actorId, modelId: parentId, label, at } = announcement;
    const shared = { kind, actorId, subjectId: job.key, parentId, facts: { label }, at };
    await this.notifications.publish(userIds.map((userId) => ({ userId, ...shared })));
    return true;
  }

  /** The next users by id, including those who are then skipped, so that the cursor advances. */
  private async audience({ kind, creatorId, modelId, cursor }: Announcement): Promise<string[]> {
    const followers = await this.follows.followersAfter(creatorId, cursor, BATCH_SIZE);
    const friends =
      kind === 'modelPublished' ? [] : await this.reviews.likersAndReviewersAfter(modelId, cursor, BATCH_SIZE);
    return [...new Set([...followers, ...friends])].sort().slice(0, BATCH_SIZE);
  }
}
