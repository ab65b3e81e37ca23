import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection } from '@visionary/kernel';
import { DraftLimits } from '../../domain/drafts/draft-limits.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { Versions } from '../../domain/version.js';

/** Who may begin another draft, and of what. */
@Injectable()
export class DraftRights {
  constructor(
    private readonly rows: DraftRepository,
    private readonly versions: Versions,
    private readonly users: Users,
    private readonly limits: DraftLimits,
  ) {}

  /** Two at once are counted one after the other, and nothing is made for somebody who has left. */
  async hold(userId: string): Promise<void> {
    if (!(await this.users.hold([userId])).has(userId)) throw new Rejection('UNAUTHENTICATED');
  }

  async require(creatorId: string, modelId: string | undefined): Promise<void> {
    const { draftsPerUser: limit } = this.limits;
    if ((await this.rows.ofCreator(creatorId)).length >= limit) throw new Rejection('HUB_TOO_MANY_DRAFTS', { limit });
    if (modelId === undefined) return;
    const model = await this.versions.modelById(modelId);
    if (!model) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.creatorId !== creatorId) throw new Rejection('HUB_NOT_CREATOR');
  }
}
