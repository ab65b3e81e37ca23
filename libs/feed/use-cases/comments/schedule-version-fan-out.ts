import { Injectable } from '@nestjs/common';
import type { Version } from '@visionary/hub';
import { Clock } from '@visionary/kernel';
import { versionBundle } from '../../domain/comments/notifications.js';
import { PendingVersionFanOuts } from '../../domain/comments/pending-version-fan-outs.js';
import { NotificationWriter } from './tell-users.js';

/** Inside the transaction that publishes a version or takes one back: one row says that users are to be told of it, however many. */
@Injectable()
export class ScheduleVersionFanOut {
  constructor(
    private readonly untold: PendingVersionFanOuts,
    private readonly notificationWriter: NotificationWriter,
    private readonly clock: Clock,
  ) {}

  async published({ id: versionId, modelId, label }: Version, creatorId: string, isFirst: boolean): Promise<void> {
    await this.untold.add({ versionId, modelId, creatorId, label, isFirst, at: this.clock.now(), toldUntil: '' });
  }

  /** Nobody is told of it any more. */
  async withdrawn({ id, modelId }: Version): Promise<void> {
    await this.untold.remove(id);
    await this.notificationWriter.forget({ modelId, bundle: versionBundle(id) });
  }

  async removed(modelId: string): Promise<void> {
    await this.untold.removeOf(modelId);
  }
}
