import { Injectable } from '@nestjs/common';
import type { RejectionReason } from '@visionary/contract';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import type { FileRejection } from '../../domain/drafts.js';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftChanged, DraftWorkAvailable } from '../../domain/drafts/events.js';
import { Inspection, StoredFiles, UploadFiles } from '../../domain/drafts/upload-ports.js';
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
  ) {}

  /** @param holder holder of the lease. The result is discarded if the lease is lost */
  async run(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<void> {
    const rejection = await this.process(file, holder, signal);
    signal.throwIfAborted();
    if (rejection) await this.reject(file, holder, rejection);
  }

  /** Rejects a file whose inspection keeps crashing the process. */
  rejectCrashing(file: DraftFileForWork, holder: string): Promise<void> {
    const reason = 'the server crashed at each inspection';
    return this.reject(file, holder, corrupt(file.path, 'inspectionCrashed', reason));
  }

  private async process(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<FileRejection | null> {
    const { announced, sha256, path } = file;
    if (announced && announced !== sha256) {
      return corrupt(path, 'hashMismatch', 'its SHA-256 differs from the announced one');
    }
    if (ARCHIVE.test(path)) return this.unpack(file, holder, signal);
    if ((await this.uploadFiles.sizeOf(file.id)) === null) return this.recover(file, holder, signal);
    const diskPath = this.uploadFiles.pathOf(file.id);
    const result = await this.inspection.file(diskPath, path, signal);
    if (!result.ok) return result.refusal;
    await this.storedFiles.store(diskPath, sha256 as string, (isKnown) => this.accept(file, holder, isKnown));
    return null;
  }

  /** An earlier inspection may have stored the file and crashed before it recorded that. */
  private async recover(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<FileRejection | null> {
    const { path, bytes, sha256 } = file as DraftFileForWork & { sha256: string };
    const result = await this.storedFiles.reference(sha256, async () => {
      const dir = await this.storedFiles.materialize([{ path, bytes, sha256 }], signal);
      try {
        const inspected = await this.inspection.file(`${dir}/${path}`, path, signal);
        if (inspected.ok) await this.accept(file, holder, true);
        return inspected;
      } finally {
        await this.storedFiles.removeMaterialized(dir);
      }
    });
    if (result === null) return corrupt(path, 'uploadLost', 'its bytes are lost');
    return result.ok ? null : result.refusal;
  }

  private async unpack(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<FileRejection | null> {
    try {
      await this.unpackArchive.run(file, holder, signal);
      return null;
    } catch (error) {
      if (signal.aborted || !isRejection(error)) throw error;
      return error.detail ? { code: error.code, detail: error.detail } : { code: error.code };
    }
  }

  private accept(file: DraftFileForWork, holder: string, isKnown: boolean): Promise<void> {
    return this.settle(file, () => this.files.settle(file.id, holder, { isKnown }));
  }

  private async reject(file: DraftFileForWork, holder: string, refusal: FileRejection): Promise<void> {
    await this.settle(file, () => this.files.settle(file.id, holder, { refusal }));
    await this.uploadFiles.drop(file.id);
  }

  private settle({ draftId, creatorId }: DraftFileForWork, work: () => Promise<boolean>): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await work())) return;
      this.unitOfWork.publish(new DraftChanged(draftId, creatorId));
      this.unitOfWork.publish(new DraftWorkAvailable());
    });
  }
}

const corrupt = (path: string, reasonKey: RejectionReason, reason: string): FileRejection => ({
  code: 'MODEL_FILE_CORRUPT',
  detail: { path, reasonKey, reason },
});
