import { Injectable } from '@nestjs/common';
import { isRejection, UnitOfWork } from '@visionary/kernel';
import { UploadFiles } from '../../domain/drafts/upload-ports.js';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DraftChanged, DraftWorkAvailable } from '../../domain/drafts/events.js';
import type { FileRejection } from '../../domain/drafts.js';
import { Desk } from './desk.js';
import { UnpackArchive } from './unpack-archive.js';

const ARCHIVE = /\.zip$/i;

/** A file that has come whole is looked at by itself and kept by its content, or refused with the reason. */
@Injectable()
export class ProcessUploadedFile {
  constructor(
    private readonly files: DraftFiles,
    private readonly incoming: UploadFiles,
    private readonly desk: Desk,
    private readonly unpack: UnpackArchive,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param holder whose turn it is: what comes of it counts as long as it is */
  async run(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<void> {
    const refusal = await this.look(file, holder, signal);
    signal.throwIfAborted();
    if (!refusal) return;
    await this.end(file, () => this.files.settle(file.id, holder, { refusal }));
    await this.incoming.drop(file.id);
  }

  /** Each time somebody looked at it, whatever looked ended. */
  async giveUp(file: DraftFileForWork, holder: string): Promise<void> {
    const told = { reasonKey: 'inspectionCrashed', reason: 'each time it was looked at the server ended' };
    const refusal = { code: 'MODEL_FILE_CORRUPT', detail: { path: file.path, ...told } };
    await this.end(file, () => this.files.settle(file.id, holder, { refusal }));
    await this.incoming.drop(file.id);
  }

  private async look(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<FileRejection | null> {
    const { announced, sha256, path } = file;
    if (announced && announced !== sha256) {
      const told = { reasonKey: 'hashMismatch', reason: 'its SHA-256 is not the one that was announced' };
      return { code: 'MODEL_FILE_CORRUPT', detail: { path, ...told } };
    }
    if (ARCHIVE.test(path)) return this.unpacked(file, holder, signal);
    if ((await this.incoming.sizeOf(file.id)) === null) return this.foundKept(file, holder, signal);
    const looked = await this.desk.inspection.file(this.incoming.pathOf(file.id), path, signal);
    if (!looked.ok) return looked.refusal;
    await this.store(file, holder);
    return null;
  }

  /** A turn before this one may have ended between keeping it and saying so. */
  private async foundKept(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<FileRejection | null> {
    const { path, bytes, sha256 } = file as DraftFileForWork & { sha256: string };
    const told = { reasonKey: 'uploadLost', reason: 'its bytes are not here any more' };
    const gone = { code: 'MODEL_FILE_CORRUPT', detail: { path, ...told } };
    const refusal = await this.desk.kept.reference(sha256, async () => {
      const dir = await this.desk.kept.materialize([{ path, bytes, sha256 }], signal);
      try {
        const looked = await this.desk.inspection.file(`${dir}/${path}`, path, signal);
        if (!looked.ok) return looked;
        await this.end(file, () => this.files.settle(file.id, holder, { isKnown: true }));
        return looked;
      } finally {
        await this.desk.kept.removeMaterialized(dir);
      }
    });
    if (refusal === null) return gone;
    return refusal.ok ? null : refusal.refusal;
  }

  private async unpacked(file: DraftFileForWork, holder: string, signal: AbortSignal): Promise<FileRejection | null> {
    try {
      await this.unpack.run(file, holder, signal);
      return null;
    } catch (error) {
      if (signal.aborted || !isRejection(error)) throw error;
      return error.detail ? { code: error.code, detail: error.detail } : { code: error.code };
    }
  }

  private async store(file: DraftFileForWork, holder: string): Promise<void> {
    const from = this.incoming.pathOf(file.id);
    await this.desk.kept.store(from, file.sha256 as string, (isKnown) =>
      this.end(file, () => this.files.settle(file.id, holder, { isKnown })),
    );
  }

  private end(file: DraftFileForWork, settle: () => Promise<boolean>): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await settle())) return;
      this.unitOfWork.publish(new DraftChanged(file.draftId, file.creatorId));
      this.unitOfWork.publish(new DraftWorkAvailable());
    });
  }
}
