import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { Versions } from '../../domain/version.js';

/** Who may begin another draft, and of what. */
@Injectable()
export class MayDraft {
  constructor(
    private readonly rows: DraftRows,
    private readonly versions: Versions,
    private readonly people: People,
    private readonly limits: DraftLimits,
  ) {}

  /** Two at once are counted one after the other, and nothing is made for somebody who has left. */
  async hold(personId: string): Promise<void> {
    if (!(await this.people.hold([personId])).has(personId)) throw new Rejection('UNAUTHENTICATED');
  }

  async require(makerId: string, modelId: string | undefined): Promise<void> {
    const { draftsPerPerson: limit } = this.limits;
    if ((await this.rows.ofMaker(makerId)).length >= limit) throw new Rejection('HUB_TOO_MANY_DRAFTS', { limit });
    if (modelId === undefined) return;
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.makerId !== makerId) throw new Rejection('HUB_NOT_YOURS');
  }
}
