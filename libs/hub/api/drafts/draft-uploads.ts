import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { DataStore, Upload } from '@tus/server';
import { Id, LIMITS } from '@visionary/contract';
import { Clock, isRejection, Rejection } from '@visionary/kernel';
import { extendBodyTime } from '@visionary/platform/http';
import { z } from 'zod';
import { type DraftFileRecord } from '../../domain/drafts/draft-files.js';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { DraftsService } from '../../use-cases/drafts/drafts.service.js';
import { UploadsService } from '../../use-cases/drafts/uploads.service.js';
import { UploadFiles } from '../../storage/drafts/upload-files.js';
import { DraftBroadcaster } from './draft-broadcaster.js';
import { TusError } from './tus-errors.js';
import { currentUploadRequest, type UploadRequest } from './upload-request.js';
import { LeaseLostError } from '../../storage/drafts/upload-stream/block-writer.js';

const Metadata = z.object({
  draftId: Id,
  path: z.string(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** Rejections of the file itself, by its content or name. */
const FILE_REJECTION = /^(MODEL_|SAFETY_BLOCKED_TERMS$)/;
/** A client that sends nothing for this long is disconnected. */
const IDLE_TIMEOUT_MS = 60_000;
const PROGRESS_INTERVAL_MS = 5_000;

/** Stores tus uploads as files of drafts. Uploads of other users are reported as missing. */
@Injectable()
export class DraftUploads extends DataStore {
  override extensions = ['creation', 'termination'];
  private readonly logger = new Logger('Uploads');

  constructor(
    private readonly files: DraftFiles,
    private readonly uploadFiles: UploadFiles,
    private readonly uploads: UploadsService,
    private readonly drafts: DraftsService,
    private readonly broadcaster: DraftBroadcaster,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async create(upload: Upload): Promise<Upload> {
    const metadata = Metadata.safeParse(upload.metadata);
    if (!metadata.success) {
      throw new Rejection('INVALID', { field: 'Upload-Metadata', reason: 'draftId, path, sha256' });
    }
    if (!Number.isSafeInteger(upload.size)) throw new Rejection('INVALID', { field: 'Upload-Length' });
    const { draftId, path, sha256 = null } = metadata.data;
    const bytes = upload.size as number;
    const file = { id: upload.id, draftId, path, bytes, sha256, at: this.clock.now() };
    const creatorId = currentUploadRequest().user.id;
    try {
      // Disk space is checked first. A rejected file leaves nothing on the disk.
      await this.uploadFiles.begin(upload.id, bytes);
      try {
        await this.uploads.begin(creatorId, file);
      } catch (error) {
        await this.uploadFiles.drop(upload.id);
        throw error;
      }
    } catch (error) {
      await this.recordRejection(creatorId, file, error);
      throw error;
    }
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const file = await this.requireOwn(id);
    const offset = await this.offsetOf(file);
    if (file.state === 'uploading' && offset === file.bytes) this.finishInBackground(file);
    const metadata = { draftId: file.draftId, path: file.path };
    return new Upload({ id, size: file.bytes, offset, metadata });
  }

  /**
   * Reads the request's body directly, because the tus server's stream has passed through three more.
   * @returns the new offset. Everything received is kept, even if the connection breaks
   */
  override async write(tusStream: Readable, id: string, offset: number): Promise<number> {
    tusStream.resume();
    const call = currentUploadRequest();
    const file = await this.requireOwn(id);
    if (file.state !== 'uploading') throw new TusError('INVALID_OFFSET');
    extendBodyTime(call.request, IDLE_TIMEOUT_MS);
    const disconnect = () => call.request.destroy();
    call.stop.signal.addEventListener('abort', disconnect, { once: true });
    if (call.stop.signal.aborted) disconnect();
    try {
      return await this.receive(file, offset, call);
    } finally {
      call.stop.signal.removeEventListener('abort', disconnect);
      const received = (await this.uploadFiles.sizeOf(id)) ?? 0;
      await this.files.setReceived(id, received, this.clock.now());
      this.broadcaster.uploadStopped(file.draftId, file.creatorId, id);
    }
  }

  override async remove(id: string): Promise<void> {
    const { draftId } = await this.requireOwn(id);
    await this.drafts.removeFile(currentUploadRequest().user.id, draftId, id);
  }

  async finished(id: string): Promise<void> {
    await this.uploads.finish(await this.requireOwn(id));
  }

  private async receive(file: DraftFileRecord, offset: number, call: UploadRequest): Promise<number> {
    const { id, path, bytes, draftId, creatorId } = file;
    let savedAt = this.clock.now();
    const onProgress = (received: number) => {
      this.broadcaster.uploadProgressed({ draftId, creatorId, fileId: id, received });
      if (this.clock.now() - savedAt < PROGRESS_INTERVAL_MS) return;
      savedAt = this.clock.now();
      // A lost update is repeated by the next one.
      this.files.setReceived(id, received, savedAt).catch(() => undefined);
    };
    try {
      const mayWrite = () => this.clock.now() < (call.leaseUntil ?? Infinity);
      return await this.uploadFiles.receive({ id, name: path, offset, end: bytes, mayWrite }, call.request, onProgress);
    } catch (error) {
      if (error instanceof RangeError) throw new TusError('ERR_SIZE_EXCEEDED');
      if (call.stop.signal.aborted || error instanceof LeaseLostError || isDisconnect(error)) {
        throw new TusError('ABORTED');
      }
      // The creator removed it in the meantime.
      if (!(await this.files.byId(id))) throw new TusError('FILE_NOT_FOUND');
      throw error;
    }
  }

  /** The size on the disk wins over the recorded one. */
  private async offsetOf({ id, bytes, state }: DraftFileRecord): Promise<number> {
    if (state !== 'uploading') return bytes;
    const size = await this.uploadFiles.sizeOf(id);
    if (size !== null && size <= bytes) return size;
    await this.uploadFiles.begin(id, bytes);
    return 0;
  }

  /** Keeps rejections of the file itself, so that the draft shows them later. */
  private async recordRejection(
    creatorId: string,
    { draftId, path }: { draftId: string; path: string },
    error: unknown,
  ): Promise<void> {
    if (!isRejection(error) || !FILE_REJECTION.test(error.code)) return;
    const { code, detail } = error;
    const rejected = { path: path.slice(0, LIMITS.modelPathLength), rejection: { code, ...(detail && { detail }) } };
    await this.drafts.recordRejectedFile(creatorId, draftId, rejected).catch((reason: unknown) => {
      if (!isRejection(reason)) this.logger.error('Failed to record a rejected file', reason);
    });
  }

  /** An earlier request may have crashed between the last byte and the record of it. */
  private finishInBackground(file: DraftFileRecord): void {
    this.uploads.finish(file).catch((error: unknown) => {
      if (!isRejection(error)) this.logger.error('Failed to finish an upload', error);
    });
  }

  private async requireOwn(id: string): Promise<DraftFileRecord> {
    const file = Id.safeParse(id).success ? await this.files.byId(id) : null;
    if (file?.creatorId !== currentUploadRequest().user.id) throw new TusError('FILE_NOT_FOUND');
    return file;
  }
}

const isDisconnect = (error: unknown): boolean =>
  ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(
    String((error as NodeJS.ErrnoException | null)?.code),
  );
