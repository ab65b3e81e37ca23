import { Injectable } from '@nestjs/common';
import type { RejectionReason } from '@visionary/contract';
import { isRejection, type Job, UnitOfWork } from '@visionary/kernel';
import type { FileRejection } from '../../domain/drafts.js';
import { type DraftFileRecord } from '../../domain/drafts/draft-files.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftChanged } from '../../domain/drafts/events.js';
import { Inspection } from '../../storage/drafts/inspection.js';
import { StoredFiles } from '../../storage/drafts/stored-files.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { DraftsService } from './drafts.service.js';
import { UnpackArchive } from './unpack-archive.js';

const ARCHIVE = /\.zip$/i;

/** Inspects an uploaded file, then stores it by its content, unpacks it, or rejects it. */
@Injectable()
export class InspectFile {
  constructor(
    private readonly files: DraftFiles,
    private readonly uploadFiles: UploadFiles,
    private readonly inspection: Inspection,
    private readonly storedFiles: StoredFiles,
    private readonly unpackArchive: UnpackArchive,
    private readonly unitOfWork: UnitOfWork,
    private readonly drafts: DraftsService,
  ) {}

  /** The result is discarded if the lease of the job is lost. */
  async run(file: DraftFileRecord, job: Job): Promise<void> {
    const rejection = await this.process(file, job);
    job.signal.throwIfAborted();
    if (rejection) await this.reject(file, job, rejection);
  }

  /** Rejects a file whose inspection keeps crashing the process. */
  rejectCrashing(file: DraftFileRecord, job: Job): Promise<void> {
    const reason = 'the server crashed at each inspection';
    return this.reject(file, job, corrupt(file.path, 'inspectionCrashed', reason));
  }

  private async process(file: DraftFileRecord, job: Job): Promise<FileRejection | null> {
    const { announcedSha256, sha256, path } = file;
    if (announcedSha256 && announcedSha256 !== sha256) {
      return corrupt(path, 'hashMismatch', 'its SHA-256 differs from the announced one');
    }
    if (ARCHIVE.test(path)) return this.unpack(file, job);
    if ((await this.uploadFiles.sizeOf(file.id)) === null) return this.recover(file, job);
    const diskPath = this.uploadFiles.pathOf(file.id);
    const result = await this.inspection.inspectFile(diskPath, path, job.signal);
    if (!result.ok) return result.rejection;
    await this.storedFiles.store(diskPath, sha256 as string, (isDeduplicated) =>
      this.accept(file, job, isDeduplicated),
    );
    return null;
  }

  /** An earlier inspection may have stored the file and crashed before it recorded that. */
  private async recover(file: DraftFileRecord, job: Job): Promise<FileRejection | null> {
    const { path, bytes, sha256 } = file as DraftFileRecord & { sha256: string };
    const result = await this.storedFiles.reference(sha256, async () => {
      const dir = await this.storedFiles.materialize([{ path, bytes, sha256 }], job.signal);
      try {
        const inspection = await this.inspection.inspectFile(`${dir}/${path}`, path, job.signal);
        if (inspection.ok) await this.accept(file, job, true);
        return inspection;
      } finally {
        await this.storedFiles.removeMaterialized(dir);
      }
    });
    if (result === null) return corrupt(path, 'uploadLost', 'its bytes are lost');
    return result.ok ? null : result.rejection;
  }

  private async unpack(file: DraftFileRecord, job: Job): Promise<FileRejection | null> {
    try {
      await this.unpackArchive.run(file, job);
      return null;
    } catch (error) {
      // The job is run again when the disk can be written.
      if (job.signal.aborted || !isRejection(error) || error.code === 'STORAGE_UNAVAILABLE') throw error;
      return error.detail ? { code: error.code, detail: error.detail } : { code: error.code };
    }
  }

  private accept(file: DraftFileRecord, job: Job, isDeduplicated: boolean): Promise<void> {
    return this.settle(file, job, { isDeduplicated });
  }

  private async reject(file: DraftFileRecord, job: Job, rejection: FileRejection): Promise<void> {
    await this.settle(file, job, { rejection });
    await this.uploadFiles.drop(file.id);
  }

  private settle(
    { id, draftId, creatorId }: DraftFileRecord,
    job: Job,
    outcome: { isDeduplicated: boolean } | { rejection: FileRejection },
  ): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await job.complete())) return;
      await this.files.settle(id, outcome);
      await this.drafts.requestCheckWhenQuiet(draftId);
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
    });
  }
}

const corrupt = (path: string, reasonKey: RejectionReason, reason: string): FileRejection => ({
  code: 'MODEL_FILE_CORRUPT',
  detail: { path, reasonKey, reason },
});
