import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { ReuploadMatcher } from '@visionary/safety';
import type { Draft, DraftFile } from '../../domain/drafts.js';
import { type HubModel, stricter } from '../../domain/version.js';
import { fingerprintsOfVersion, type HashedFile } from './fingerprints-of-version.js';
import { ModelRepository } from '../../domain/versions/model-repository.js';
import { NewLabelCheck } from './new-label-check.js';

type Levels = Pick<HubModel, 'contentRating' | 'atLeast'>;

/** Inside the transaction that publishes: whether these files may stand on the shelf, and for whom. */
@Injectable()
export class NewFilesCheck {
  constructor(
    private readonly modelRepository: ModelRepository,
    readonly label: NewLabelCheck,
    private readonly returning: ReuploadMatcher,
    private readonly work: UnitOfWork,
  ) {}

  /** As `ask`, while files are looked at: nothing is published yet. */
  async isRemoved(hash: string, files: readonly HashedFile[]): Promise<boolean> {
    return this.work.run(async () => (await this.returning.ask(fingerprintsOfVersion(hash, files))).stopped !== null);
  }

  /**
   * Before anything is written: the transaction ends with what is returned, where that is a refusal.
   * @returns for whom they are at least; or HUB_MATCHES_REMOVED_CONTENT
   */
  async ask(
    { hash, creatorId }: Pick<Draft, 'hash' | 'creatorId'>,
    files: readonly DraftFile[],
  ): Promise<Rejection | HubModel['atLeast']> {
    const standing = await this.returning.ask(fingerprintsOfVersion(hash ?? '', files));
    const back = { entryPoint: 'model', byId: creatorId } as const;
    if (await this.returning.refusal(standing, back)) return new Rejection('HUB_MATCHES_REMOVED_CONTENT');
    await this.returning.noteLevel(standing, back);
    return standing.atLeast;
  }

  /** What a later version is, its model is. */
  async raise(model: HubModel, least: HubModel['atLeast']): Promise<void> {
    const { contentRating, atLeast } = levelled(model, least);
    if (atLeast === model.atLeast && contentRating === model.contentRating) return;
    await this.modelRepository.changeModel(model.id, { contentRating, atLeast }, model.editedAt ?? model.createdAt);
  }
}

export const levelled = <T extends Levels>(model: T, atLeast: Levels['atLeast']): T => ({
  ...model,
  ...{ contentRating: stricter(model.contentRating, atLeast), atLeast: stricter(model.atLeast, atLeast) },
});
