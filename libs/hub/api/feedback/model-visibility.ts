import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import { Versions } from '../../storage/versions.js';
import { isVisibleTo } from '../../domain/versions/rights.js';

/** Unpublished models are visible to their creator and to moderators. Visitors see only models rated for everyone. */
@Injectable()
export class ModelVisibility {
  constructor(
    private readonly versions: Versions,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  /** @throws Rejection HUB_MODEL_NOT_FOUND */
  async require(modelId: string, viewerId: string | null): Promise<void> {
    const model = await this.versions.modelById(modelId);
    if (!model || !isVisibleTo(viewerId, model)) throw new Rejection('HUB_MODEL_NOT_FOUND');
    if (model.newestVersionId !== null || model.creatorId === viewerId) return;
    if (viewerId !== null && (await this.adminDirectory.among([viewerId], 'moderator')).has(viewerId)) return;
    throw new Rejection('HUB_MODEL_NOT_FOUND');
  }
}
