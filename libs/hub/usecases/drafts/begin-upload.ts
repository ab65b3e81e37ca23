import { Injectable } from '@nestjs/common';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRows } from '../../domain/drafts/draft-rows.js';
import { DraftChanged, FilesLetGo } from '../../domain/drafts/events.js';
import { Drafts } from '../../domain/drafts.js';
import { HoldingWork } from './holding-work.js';
import { MayUpload } from './may-upload.js';
import { openDraft } from './own-draft.js';

export interface Announced {
  readonly id: string;
  readonly draftId: string;
  /** Relative, in the folder; a single file's name. */
  readonly path: string;
  readonly bytes: number;
  /** What its content will be, where its maker's side knows. */
  readonly sha256: string | null;
  readonly at: number;
}

/** A file is about to come into a draft. One of the same path before it goes. */
@Injectable()
export class BeginUpload {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRows,
    private readonly files: DraftFiles,
    private readonly may: MayUpload,
    private readonly work: HoldingWork,
  ) {}

  /** @throws Rejection as MayUpload and openDraft, UNAUTHENTICATED when the account is gone */
  async run(makerId: string, { id, draftId, path, bytes, sha256, at }: Announced): Promise<void> {
    await this.may.requireFile({ path, bytes });
    await this.work.holding(makerId, async (announce) => {
      const { turnedAway } = openDraft(await this.drafts.hold(draftId), makerId);
      const all = await this.drafts.filesOf(draftId);
      const before = all.filter((file) => file.path === path);
      this.may.requirePlace(
        path,
        all.filter((file) => file.path !== path),
      );
      await this.files.remove(before.map((file) => file.id));
      await this.may.requireSpace(makerId, bytes);
      await this.files.add({ id, draftId, path, bytes, announced: sha256, createdAt: at });
      await this.rows.filesChanged(draftId, at);
      const left = turnedAway.filter((away) => away.path !== path);
      if (left.length < turnedAway.length) await this.rows.setTurnedAway(draftId, left);
      announce(new DraftChanged(draftId, makerId));
      if (before.length > 0) announce(new FilesLetGo(before));
    });
  }
}
