import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftChanged, DraftWorkAvailable, DraftFilesRemoved } from '../../domain/drafts/events.js';
import { Drafts } from '../../domain/drafts.js';
import { UserLockedTransaction } from './user-locked-transaction.js';
import { InspectExtractedFile, type Unpacked } from './inspect-extracted-file.js';
import { UnpackingRules } from './unpacking-rules.js';

/** Files out of an archive become a draft's, one by one; the archive itself goes when they all are. */
@Injectable()
export class StoreExtractedFiles {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly look: InspectExtractedFile,
    private readonly rules: UnpackingRules,
    private readonly work: UserLockedTransaction,
  ) {}

  /** @throws Rejection HUB_QUOTA_EXCEEDED before anything is unpacked */
  requireRoom(
    { creatorId, bytes }: DraftFileForWork,
    files: readonly { readonly entry: { readonly bytes: number } }[],
  ) {
    const all = files.reduce((sum, { entry }) => sum + entry.bytes, 0);
    // The archive's own bytes go in the end.
    return this.work.holding(creatorId, () => this.rules.requireSpace(creatorId, all - bytes));
  }

  /** One that is there already, of this archive, from a turn that was cut short, is the same. @throws Rejection why it is refused */
  async one(archive: DraftFileForWork, unpacked: Unpacked, signal: AbortSignal): Promise<void> {
    const { id: archiveId, draftId, creatorId } = archive;
    await this.look.run(unpacked, signal, (isKnown) =>
      this.work.holding(creatorId, async (announce) => {
        if (!(await this.drafts.hold(draftId)) || !(await this.files.byId(archiveId))) throw goneMeanwhile();
        const others = (await this.drafts.filesOf(draftId)).filter(({ id }) => id !== archiveId);
        const before = others.find(({ path, sha256 }) => path === unpacked.path && sha256 === unpacked.sha256);
        if (before) return;
        this.rules.requirePlace(unpacked.path, others);
        // Others of theirs may have come since there was room for all of it.
        await this.rules.requireSpace(creatorId, unpacked.bytes - archive.bytes);
        const file = { ...unpacked, archiveId, draftId, announced: null, createdAt: this.rules.now(), isKnown };
        await this.files.addUnpacked(file);
        announce(new DraftChanged(draftId, creatorId));
      }),
    );
  }

  finish({ id, path, draftId, creatorId }: DraftFileForWork, holder: string): Promise<void> {
    return this.work.holding(creatorId, async (announce) => {
      if (!(await this.drafts.hold(draftId)) || !(await this.files.settle(id, holder, { isKnown: false }))) return;
      await this.files.remove([id]);
      await this.rules.archiveName(draftId, path);
      announce(new DraftChanged(draftId, creatorId));
      announce(new DraftWorkAvailable());
    });
  }

  /** Of a refused archive nothing is kept. */
  forget({ id, draftId, creatorId }: DraftFileForWork): Promise<void> {
    return this.work.holding(creatorId, async (announce) => {
      const parts = await this.files.ofArchive(id);
      if (parts.length === 0 || !(await this.drafts.hold(draftId))) return;
      await this.files.remove(parts.map((part) => part.id));
      announce(new DraftChanged(draftId, creatorId));
      announce(new DraftFilesRemoved(parts));
    });
  }
}

const goneMeanwhile = () => new Rejection('HUB_DRAFT_NOT_FOUND');
