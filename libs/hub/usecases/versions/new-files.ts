import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { ReturningContents } from '@visionary/safety';
import type { Draft, DraftFile } from '../../domain/drafts.js';
import { type HubModel, stricter } from '../../domain/version.js';
import { contentsOfVersion, type HashedFile } from './contents-of-version.js';
import { Shelf } from '../../domain/versions/shelf.js';
import { NewLabel } from './new-label.js';

type Levels = Pick<HubModel, 'maturity' | 'atLeast'>;

/** Inside the transaction that publishes: whether these files may stand on the shelf, and for whom. */
@Injectable()
export class NewFiles {
  constructor(
    private readonly shelf: Shelf,
    readonly label: NewLabel,
    private readonly returning: ReturningContents,
    private readonly work: UnitOfWork,
  ) {}

  /** As `ask`, while files are looked at: nothing is published yet. */
  async isRemoved(hash: string, files: readonly HashedFile[]): Promise<boolean> {
    return this.work.run(async () => (await this.returning.ask(contentsOfVersion(hash, files))).stopped !== null);
  }

  /**
   * Before anything is written: the transaction ends with what is returned, where that is a refusal.
   * @returns for whom they are at least; or HUB_FILES_REMOVED
   */
  async ask(
    { hash, makerId }: Pick<Draft, 'hash' | 'makerId'>,
    files: readonly DraftFile[],
  ): Promise<Rejection | HubModel['atLeast']> {
    const standing = await this.returning.ask(contentsOfVersion(hash ?? '', files));
    const back = { door: 'model', byId: makerId } as const;
    if (await this.returning.refusal(standing, back)) return new Rejection('HUB_FILES_REMOVED');
    await this.returning.noteLevel(standing, back);
    return standing.atLeast;
  }

  /** What a later version is, its model is. */
  async raise(model: HubModel, least: HubModel['atLeast']): Promise<void> {
    const { maturity, atLeast } = levelled(model, least);
    if (atLeast === model.atLeast && maturity === model.maturity) return;
    await this.shelf.changeModel(model.id, { maturity, atLeast }, model.editedAt ?? model.createdAt);
  }
}

export const levelled = <T extends Levels>(model: T, atLeast: Levels['atLeast']): T => ({
  ...model,
  ...{ maturity: stricter(model.maturity, atLeast), atLeast: stricter(model.atLeast, atLeast) },
});
