import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Admins } from '@visionary/platform/auth';
import { Versions } from '../../domain/version.js';
import { isThereFor } from '../../domain/versions/openness.js';

/** Of what is not published its maker knows, and whoever looks after the instance; of what is not for everybody no visitor. */
@Injectable()
export class SeenModels {
  constructor(
    private readonly versions: Versions,
    private readonly admins: Admins,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async require(modelId: string, viewerId: string | null): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model || !isThereFor(viewerId, model)) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.newestVersionId !== null || model.makerId === viewerId) return;
    if (viewerId !== null && (await this.admins.among([viewerId], 'moderator')).has(viewerId)) return;
    throw new Rejection('HUB_MODEL_NOT_FOUND');
  }
}
