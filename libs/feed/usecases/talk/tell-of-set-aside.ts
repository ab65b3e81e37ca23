import { Injectable } from '@nestjs/common';
import { SetAsideReasons, type Version, Versions } from '@visionary/hub';
import { Clock } from '@visionary/kernel';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that sets a version aside: its maker is told, and why. */
@Injectable()
export class TellOfSetAside {
  constructor(
    private readonly versions: Versions,
    private readonly reasons: SetAsideReasons,
    private readonly tell: TellPeople,
    private readonly clock: Clock,
  ) {}

  async run({ modelId, label, useId }: Version): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model) return;
    const setAside = await this.reasons.of(useId);
    const about = { kind: 'versionSetAside', modelId, peopleIds: [], at: this.clock.now() } as const;
    await this.tell.run([{ ...about, personId: model.makerId, extra: { label, ...(setAside && { setAside }) } }]);
  }
}
