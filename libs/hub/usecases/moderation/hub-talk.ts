import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { HubComments } from '../../domain/talk/comments.js';
import { Reviews } from '../../domain/talk/reviews.js';
import { Tallies } from '../../domain/talk/tallies.js';
import { Versions } from '../../domain/version.js';

/** What is said about models, and about which. */
@Injectable()
export class HubTalk {
  constructor(
    readonly comments: HubComments,
    readonly reviews: Reviews,
    readonly tallies: Tallies,
    readonly versions: Versions,
    readonly work: UnitOfWork,
  ) {}

  /** Of what is not published only its maker knows. */
  async maySee(personId: string, modelId: string | undefined): Promise<boolean> {
    const model = modelId === undefined ? null : await this.versions.modelById(modelId);
    return model !== null && (model.newestVersionId !== null || model.makerId === personId);
  }

  async namesOf(modelIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.versions.modelsByIds([...new Set(modelIds)])).map(({ id, name }) => [id, name]));
  }
}
