import { Injectable } from '@nestjs/common';
import { DraftFiles } from '../../domain/drafts/draft-files.js';
import { DraftRepository } from '../../domain/drafts/draft-repository.js';
import { DraftChanged, DraftFilesRemoved } from '../../domain/drafts/events.js';
import { Drafts } from '../../domain/drafts.js';
import { UserLockedTransaction } from './user-locked-transaction.js';
import { DraftUploadRights } from './draft-upload-rights.js';
import { openDraft } from './own-draft.js';

export interface Announced {
  readonly id: string;
  readonly draftId: string;
  /** Relative, in the folder; a single file's name. */
  readonly path: string;
  readonly bytes: number;
  /** What its content will be, where its creator's side knows. */
  readonly sha256: string | null;
  readonly at: number;
}

/** A file is about to come into a draft. One of the same path before it goes. */
@Injectable()
export class BeginUpload {
  constructor(
    private readonly drafts: Drafts,
    private readonly rows: DraftRepository,
    private readonly files: DraftFiles,
    private readonly may: DraftUploadRights,
    private readonly work: UserLockedTransaction,
  ) {}

  /** @throws Rejection as DraftUploadRights and openDraft, UNAUTHENTICATED when the account is gone */
  async run(creatorId: string, { id, draftId, path, bytes, sha256, at }: Announced): Promise<void> {
    await this.may.requireFile({ path, bytes });
    await this.work.holding(creatorId, async (announce) => {
      const { turnedAway } = openDraft(await this.drafts.hold(draftId), creatorId);
      const all = await this.drafts.filesOf(draftId);
      const before = all.filter((file) => file.path === path);
      this.may.requirePlace(
        path,
        all.filter((file) => file.path !== path),
      );
      await this.files.remove(before.map((file) => file.id));
      await this.may.requireSpace(creatorId, bytes);
      await this.files.add({ id, draftId, path, bytes, announced: sha256, createdAt: at });
      await this.rows.filesChanged(draftId, at);
      const left = turnedAway.filter((away) => away.path !== path);
      if (left.length < turnedAway.length) await this.rows.setTurnedAway(draftId, left);
      announce(new DraftChanged(draftId, creatorId));
      if (before.length > 0) announce(new DraftFilesRemoved(before));
    });
  }
}
