import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRows, type Verdict } from '../../domain/drafts/draft-rows.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { type Draft, type DraftFile, Drafts } from '../../domain/drafts.js';

const INDEX = 'model_index.json';

/** Writes down what came of a check, as long as it is still about these files. */
@Injectable()
export class SettleDraft {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRows,
    private readonly files: DraftFiles,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What is said of one file stands at that file. */
  run({ id, makerId }: Draft, holder: string, verdict: Verdict): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.drafts.hold(id))) return;
      const refusal = verdict.state === 'refused' ? verdict.refusal : null;
      const path = refusal?.detail?.['path'];
      const guilty =
        path === undefined ? undefined : (await this.drafts.filesOf(id)).find((file) => file.path === path);
      const told: Verdict = guilty ? { state: 'refused', refusal: null } : verdict;
      if (!(await this.rows.settle(id, holder, told, this.clock.now()))) return;
      if (guilty && refusal) await this.files.blame(guilty.id, refusal);
      this.unitOfWork.announce(new DraftChanged(id, makerId));
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
      this.unitOfWork.announce(new DraftChanged(draftId, draft.makerId));
      return this.drafts.filesOf(draftId);
    });
  }
}

const folderAround = (files: readonly DraftFile[]): string | null => {
  const around = /^[^/]+\//.exec(files.find(({ path }) => path.endsWith(`/${INDEX}`))?.path ?? '')?.[0];
  if (around === undefined || !files.every(({ path }) => path.startsWith(around))) return null;
  return files.some(({ path }) => path === around + INDEX) ? around : null;
};
