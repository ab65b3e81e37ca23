import { Injectable } from '@nestjs/common';
import type { Version } from '@visionary/hub';
import { Clock } from '@visionary/kernel';
import { versionBundle } from '../../domain/talk/notices.js';
import { UntoldVersions } from '../../domain/talk/untold-versions.js';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that publishes a version or takes one back: one row says that people are to be told of it, however many. */
@Injectable()
export class NoteVersions {
  constructor(
    private readonly untold: UntoldVersions,
    private readonly tellPeople: TellPeople,
    private readonly clock: Clock,
  ) {}

  async published({ id: versionId, modelId, label }: Version, makerId: string, isFirst: boolean): Promise<void> {
    await this.untold.add({ versionId, modelId, makerId, label, isFirst, at: this.clock.now(), toldUntil: '' });
  }

  /** Nobody is told of it any more. */
  async withdrawn({ id, modelId }: Version): Promise<void> {
    await this.untold.remove(id);
    await this.tellPeople.forget({ modelId, bundle: versionBundle(id) });
  }

  async removed(modelId: string): Promise<void> {
    await this.untold.removeOf(modelId);
  }
}
