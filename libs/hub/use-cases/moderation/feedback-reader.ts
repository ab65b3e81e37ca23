import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { HubComments } from '../../domain/feedback/comments.js';
import { Reviews } from '../../domain/feedback/reviews.js';
import { ModelCounters } from '../../domain/feedback/tallies.js';
import { Versions } from '../../domain/version.js';

/** What is said about models, and about which. */
@Injectable()
export class FeedbackReader {
  constructor(
    readonly comments: HubComments,
    readonly reviews: Reviews,
    readonly modelCounters: ModelCounters,
    readonly versions: Versions,
    readonly work: UnitOfWork,
  ) {}

  /** Of what is not published only its creator knows. */
  async maySee(userId: string, modelId: string | undefined): Promise<boolean> {
    const model = modelId === undefined ? null : await this.versions.modelById(modelId);
    return model !== null && (model.newestVersionId !== null || model.creatorId === userId);
  }

  async namesOf(modelIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.versions.modelsByIds([...new Set(modelIds)])).map(({ id, name }) => [id, name]));
  }
}
