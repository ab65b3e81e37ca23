import { Injectable } from '@nestjs/common';
import { QuarantineReasons, type Version, Versions } from '@visionary/hub';
import { Clock } from '@visionary/kernel';
import { NotificationWriter } from './tell-users.js';

/** Inside the transaction that sets a version aside: its creator is told, and why. */
@Injectable()
export class QuarantineNotifier {
  constructor(
    private readonly versions: Versions,
    private readonly reasons: QuarantineReasons,
    private readonly tell: NotificationWriter,
    private readonly clock: Clock,
  ) {}

  async run({ modelId, label, useId }: Version): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model) return;
    const setAside = await this.reasons.of(useId);
    const about = { kind: 'versionQuarantined', modelId, userIds: [], at: this.clock.now() } as const;
    await this.tell.run([{ ...about, userId: model.creatorId, extra: { label, ...(setAside && { setAside }) } }]);
  }
}
