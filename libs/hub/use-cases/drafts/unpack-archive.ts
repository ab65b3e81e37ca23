import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { Clock, Ids, type Job, Rejection, UnitOfWork } from '@visionary/kernel';
import { Drafts } from '../../storage/drafts/drafts.js';
import { type Checksums, type DraftFileRecord } from '../../domain/drafts/draft-files.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftChanged, DraftFilesRemoved } from '../../domain/drafts/events.js';
import { planUnpacking } from '../../domain/drafts/plan-unpacking.js';
import type { ArchiveEntry } from '../../domain/drafts/plan-unpacking.js';
import { Archives, type OpenedArchive } from '../../storage/drafts/archives.js';
import { Inspection } from '../../storage/drafts/inspection.js';
import { StoredFiles } from '../../storage/drafts/stored-files.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { Config } from '@visionary/platform/config';
import { DraftsService } from './drafts.service.js';
import { UploadsService } from './uploads.service.js';

/** Entries that the archive's directory may list per file of a draft. Ignored files count. */
const ENTRIES_PER_FILE = 4;

interface ExtractedFile extends Checksums {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * Replaces an archive by its files, under the rules of single uploads. Extracted files are named by id and hash, so that no
 * entry can write outside the upload folder.
 */
@Injectable()
export class UnpackArchive {
  constructor(
    private readonly archives: Archives,
    private readonly uploadFiles: UploadFiles,
    private readonly storedFiles: StoredFiles,
    private readonly inspection: Inspection,
    private readonly drafts: Drafts,
    private readonly files: DraftFiles,
    private readonly uploads: UploadsService,
    private readonly draftsService: DraftsService,
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws Rejection why the archive or one of its files is rejected. Then no extracted file is kept */
  async run(archive: DraftFileRecord, job: Job): Promise<void> {
    try {
      await this.extractAll(archive, job.signal);
    } catch (error) {
      // After an abort, the next inspection continues with what was extracted.
      if (!job.signal.aborted) await this.removeExtracted(archive);
      throw error;
    }
    await this.finish(archive, job);
    await this.uploadFiles.drop(archive.id);
  }

  private async extractAll(archive: DraftFileRecord, signal: AbortSignal): Promise<void> {
    const { modelFiles: files, modelFileBytes: fileBytes, modelPathLength: pathLength } = LIMITS;
    const openedArchive = await this.archives.open(this.uploadFiles.pathOf(archive.id), files * ENTRIES_PER_FILE);
    try {
      const limits = { files, fileBytes, totalBytes: this.config.hubQuotaBytes, pathLength };
      const plan = planUnpacking(openedArchive.entries, limits);
      if (!plan.ok) throw new Rejection(plan.rejection.code, plan.rejection.detail);
      await this.requireQuota(archive, plan.files);
      for (const { entry, path } of plan.files) {
        signal.throwIfAborted();
        await this.extract(archive, openedArchive, entry, path, signal);
      }
    } finally {
      openedArchive.close();
    }
  }

  /** Checks the quota before anything is extracted. The archive's own bytes will be freed. */
  private requireQuota(
    { creatorId, bytes }: DraftFileRecord,
    files: readonly { readonly entry: { readonly bytes: number } }[],
  ): Promise<void> {
    const extractedBytes = files.reduce((sum, { entry }) => sum + entry.bytes, 0);
    return this.uploads.withUserLock(creatorId, () => this.uploads.requireQuota(creatorId, extractedBytes - bytes));
  }

  private async extract(
    archive: DraftFileRecord,
    openedArchive: OpenedArchive,
    entry: ArchiveEntry,
    path: string,
    signal: AbortSignal,
  ): Promise<void> {
    const id = this.ids.next();
    try {
      const checksums = await openedArchive.extract(entry, id, signal);
      await this.inspectAndStore(archive, { id, path, bytes: entry.bytes, ...checksums }, signal);
    } finally {
      await this.uploadFiles.drop(id);
    }
  }

  private async inspectAndStore(archive: DraftFileRecord, file: ExtractedFile, signal: AbortSignal): Promise<void> {
    const nameRejection = this.inspection.checkName(file.path);
    if (nameRejection) throw new Rejection(nameRejection.code, nameRejection.detail);
    const diskPath = this.uploadFiles.pathOf(file.id);
    const result = await this.inspection.inspectFile(diskPath, file.path, signal);
    if (!result.ok) throw new Rejection(result.rejection.code, result.rejection.detail);
    await this.storedFiles.store(diskPath, file.sha256, (isDeduplicated) =>
      this.addToDraft(archive, file, isDeduplicated),
    );
  }

  /** Skips a file that an aborted inspection of the same archive has added. */
  private addToDraft(archive: DraftFileRecord, file: ExtractedFile, isDeduplicated: boolean): Promise<void> {
    const { id: archiveId, draftId, creatorId } = archive;
    return this.uploads.withUserLock(creatorId, async () => {
      if (!(await this.drafts.lock(draftId)) || !(await this.files.byId(archiveId))) {
        throw new Rejection('HUB_DRAFT_NOT_FOUND');
      }
      const others = (await this.drafts.filesOf(draftId)).filter(({ id }) => id !== archiveId);
      if (others.some(({ path, sha256 }) => path === file.path && sha256 === file.sha256)) return;
      this.uploads.requireNoConflict(file.path, others);
      // Other uploads of the user may have filled the quota since the first check.
      await this.uploads.requireQuota(creatorId, file.bytes - archive.bytes);
      const createdAt = this.clock.now();
      await this.files.addStored({ ...file, archiveId, draftId, announcedSha256: null, createdAt, isDeduplicated });
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    });
  }

  private finish({ id, path, draftId, creatorId }: DraftFileRecord, job: Job): Promise<void> {
    return this.uploads.withUserLock(creatorId, async () => {
      if (!(await this.drafts.lock(draftId)) || !(await job.complete())) return;
      await this.files.remove([id]);
      await this.drafts.setSuggestedForm(draftId, { name: path });
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      await this.draftsService.requestCheckWhenQuiet(draftId);
    });
  }

  private removeExtracted({ id, draftId, creatorId }: DraftFileRecord): Promise<void> {
    return this.uploads.withUserLock(creatorId, async () => {
      const extracted = await this.files.ofArchive(id);
      if (extracted.length === 0 || !(await this.drafts.lock(draftId))) return;
      await this.files.remove(extracted.map((file) => file.id));
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      this.unitOfWork.publish(new DraftFilesRemoved(extracted));
    });
  }
}
