import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { DraftFiles, type FileInWork } from '../../domain/drafts/draft-files.js';
import { DraftChanged, DraftWorkToDo, FilesLetGo } from '../../domain/drafts/events.js';
import { Drafts } from '../../domain/drafts.js';
import { HoldingWork } from './holding-work.js';
import { LookAtUnpacked, type Unpacked } from './look-at-unpacked.js';
import { UnpackingRules } from './unpacking-rules.js';

/** Files out of an archive become a draft's, one by one; the archive itself goes when they all are. */
@Injectable()
export class KeepUnpacked {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly look: LookAtUnpacked,
    private readonly rules: UnpackingRules,
    private readonly work: HoldingWork,
  ) {}

  /** @throws Rejection HUB_QUOTA_FULL before anything is unpacked */
  requireRoom({ makerId, bytes }: FileInWork, files: readonly { readonly entry: { readonly bytes: number } }[]) {
    const all = files.reduce((sum, { entry }) => sum + entry.bytes, 0);
    // The archive's own bytes go in the end.
    return this.work.holding(makerId, () => this.rules.requireSpace(makerId, all - bytes));
  }

  /** One that is there already, of this archive, from a turn that was cut short, is the same. @throws Rejection why it is refused */
  async one(archive: FileInWork, unpacked: Unpacked, signal: AbortSignal): Promise<void> {
    const { id: archiveId, draftId, makerId } = archive;
    await this.look.run(unpacked, signal, (isKnown) =>
      this.work.holding(makerId, async (announce) => {
        if (!(await this.drafts.hold(draftId)) || !(await this.files.byId(archiveId))) throw goneMeanwhile();
        const others = (await this.drafts.filesOf(draftId)).filter(({ id }) => id !== archiveId);
        const before = others.find(({ path, sha256 }) => path === unpacked.path && sha256 === unpacked.sha256);
        if (before) return;
        this.rules.requirePlace(unpacked.path, others);
        // Others of theirs may have come since there was room for all of it.
        await this.rules.requireSpace(makerId, unpacked.bytes - archive.bytes);
        const file = { ...unpacked, archiveId, draftId, announced: null, createdAt: this.rules.now(), isKnown };
        await this.files.addUnpacked(file);
        announce(new DraftChanged(draftId, makerId));
      }),
    );
  }

  finish({ id, path, draftId, makerId }: FileInWork, holder: string): Promise<void> {
    return this.work.holding(makerId, async (announce) => {
      if (!(await this.drafts.hold(draftId)) || !(await this.files.settle(id, holder, { isKnown: false }))) return;
      await this.files.remove([id]);
      await this.rules.cameAs(draftId, path);
      announce(new DraftChanged(draftId, makerId));
      announce(new DraftWorkToDo());
    });
  }

  /** Of a refused archive nothing is kept. */
  forget({ id, draftId, makerId }: FileInWork): Promise<void> {
    return this.work.holding(makerId, async (announce) => {
      const parts = await this.files.ofArchive(id);
      if (parts.length === 0 || !(await this.drafts.hold(draftId))) return;
      await this.files.remove(parts.map((part) => part.id));
      announce(new DraftChanged(draftId, makerId));
      announce(new FilesLetGo(parts));
    });
  }
}

const goneMeanwhile = () => new Rejection('HUB_DRAFT_NOT_FOUND');
