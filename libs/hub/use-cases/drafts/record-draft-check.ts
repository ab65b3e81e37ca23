import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRepository, type DraftCheckResult } from '../../domain/drafts/draft-repository.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { type Draft, type DraftFile, Drafts } from '../../domain/drafts.js';

const INDEX = 'model_index.json';

/** Writes down what came of a check, as long as it is still about these files. */
@Injectable()
export class RecordDraftCheck {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRepository,
    private readonly files: DraftFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What is said of one file stands at that file. */
  run({ id, creatorId }: Draft, holder: string, draftCheckResult: DraftCheckResult): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.drafts.hold(id))) return;
      const refusal = draftCheckResult.state === 'rejected' ? draftCheckResult.refusal : null;
      const path = refusal?.detail?.['path'];
      const guilty =
        path === undefined ? undefined : (await this.drafts.filesOf(id)).find((file) => file.path === path);
      const told: DraftCheckResult = guilty ? { state: 'rejected', refusal: null } : draftCheckResult;
      if (!(await this.rows.settle(id, holder, told, this.clock.now()))) return;
      if (guilty && refusal) await this.files.reject(guilty.id, refusal);
      this.unitOfWork.publish(new DraftChanged(id, creatorId));
    });
  }

  /** Whoever brought a folder may have brought it as a folder: it is no part of the model, and proposes its name. */
  withoutFolderAround(draftId: string): Promise<DraftFile[]> {
    return this.unitOfWork.run(async () => {
      const draft = await this.drafts.hold(draftId);
      const files = await this.drafts.filesOf(draftId);
      const around = draft && folderAround(files);
      if (!around) return files;
      for (const { id, path } of files) await this.files.rename(id, path.slice(around.length));
      await this.rows.propose(draftId, { name: around.slice(0, -1) });
      this.unitOfWork.publish(new DraftChanged(draftId, draft.creatorId));
      return this.drafts.filesOf(draftId);
    });
  }
}

const folderAround = (files: readonly DraftFile[]): string | null => {
  const around = /^[^/]+\//.exec(files.find(({ path }) => path.endsWith(`/${INDEX}`))?.path ?? '')?.[0];
  if (around === undefined || !files.every(({ path }) => path.startsWith(around))) return null;
  return files.some(({ path }) => path === around + INDEX) ? around : null;
};
