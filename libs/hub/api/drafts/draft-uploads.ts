import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { DataStore, Upload } from '@tus/server';
import { Id, LIMITS } from '@visionary/contract';
import { Clock, isRejection, Rejection } from '@visionary/kernel';
import { z } from 'zod';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { BeginUpload } from '../../use-cases/drafts/begin-upload.js';
import { UploadReceiver } from './upload-receiver.js';
import { UploadEndings } from './upload-endings.js';
import { currentUploadRequest } from './upload-request.js';
import { TusError } from './tus-error.js';

const ChecksumResult = z.object({
  draftId: Id,
  path: z.string(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** What is wrong with what it holds, or is called. */
const OF_THE_FILE = /^(MODEL_|SAFETY_BLOCKED_TERMS$)/;

/** Uploads of the protocol are files of drafts; only their creator knows of them. */
@Injectable()
export class DraftUploads extends DataStore {
  override extensions = ['creation', 'termination'];
  private readonly logger = new Logger('Uploads');

  constructor(
    private readonly files: DraftFiles,
    private readonly beginUpload: BeginUpload,
    private readonly endings: UploadEndings,
    private readonly receive: UploadReceiver,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async create(upload: Upload): Promise<Upload> {
    const told = ChecksumResult.safeParse(upload.metadata);
    if (!told.success) throw new Rejection('INVALID', { field: 'Upload-Metadata', reason: 'draftId, path, sha256' });
    if (!Number.isSafeInteger(upload.size)) throw new Rejection('INVALID', { field: 'Upload-Length' });
    const { draftId, path, sha256 = null } = told.data;
    const bytes = upload.size as number;
    const file = { id: upload.id, draftId, path, bytes, sha256, at: this.clock.now() };
    const creatorId = currentUploadRequest().user.id;
    try {
      await this.receive.begin(upload.id, bytes, () => this.beginUpload.run(creatorId, file));
    } catch (error) {
      await this.noteRefused(creatorId, file, error);
      throw error;
    }
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const file = await this.own(id);
    const offset = await this.receive.offsetOf(file);
    if (file.state === 'uploading' && offset === file.bytes) this.endSoon(file);
    const metadata = { draftId: file.draftId, path: file.path };
    return new Upload({ id, size: file.bytes, offset, metadata });
  }

  /** The body is read where it comes from: what the protocol's server hands over has gone through three streams more. */
  override async write(none: Readable, id: string, offset: number): Promise<number> {
    none.resume();
    return this.receive.run(await this.own(id), offset, currentUploadRequest());
  }

  override async remove(id: string): Promise<void> {
    const { draftId } = await this.own(id);
    await this.endings.change.removeFile(currentUploadRequest().user.id, draftId, id);
  }

  async finished(id: string): Promise<void> {
    await this.endings.end.run(await this.own(id));
  }

  /** What is wrong with the file itself is told again on another day. */
  private async noteRefused(creatorId: string, { draftId, path }: { draftId: string; path: string }, error: unknown) {
    if (!isRejection(error) || !OF_THE_FILE.test(error.code)) return;
    const { code, detail } = error;
    const away = { path: path.slice(0, LIMITS.modelPathLength), refusal: { code, ...(detail && { detail }) } };
    await this.endings.turnAway.run(creatorId, draftId, away).catch((reason: unknown) => {
      if (!isRejection(reason)) this.logger.error('Why a file was refused could not be kept', reason);
    });
  }

  /** A turn before this one may have ended between the last byte and saying so. */
  private endSoon(file: DraftFileForWork): void {
    this.endings.end.run(file).catch((error: unknown) => {
      if (!isRejection(error)) this.logger.error('An upload could not be ended', error);
    });
  }

  private async own(id: string): Promise<DraftFileForWork> {
    const file = Id.safeParse(id).success ? await this.files.byId(id) : null;
    if (file?.creatorId !== currentUploadRequest().user.id) throw new TusError('FILE_NOT_FOUND');
    return file;
  }
}
