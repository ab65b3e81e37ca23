import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { DataStore, Upload } from '@tus/server';
import { Id, LIMITS } from '@visionary/contract';
import { Clock, isRejection, Rejection } from '@visionary/kernel';
import { z } from 'zod';
import { DraftFiles, type FileInWork } from '../../domain/drafts/draft-files.js';
import { BeginUpload } from '../../usecases/drafts/begin-upload.js';
import { ReceiveUpload } from './receive-upload.js';
import { UploadEndings } from './upload-endings.js';
import { uploadCall } from './upload-call.js';
import { ProtocolError } from './protocol-error.js';

const Told = z.object({
  draftId: Id,
  path: z.string(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** What is wrong with what it holds, or is called. */
const OF_THE_FILE = /^(MODEL_|SAFETY_WORDS$)/;

/** Uploads of the protocol are files of drafts; only their maker knows of them. */
@Injectable()
export class DraftUploads extends DataStore {
  override extensions = ['creation', 'termination'];
  private readonly logger = new Logger('Uploads');

  constructor(
    private readonly files: DraftFiles,
    private readonly beginUpload: BeginUpload,
    private readonly endings: UploadEndings,
    private readonly receive: ReceiveUpload,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async create(upload: Upload): Promise<Upload> {
    const told = Told.safeParse(upload.metadata);
    if (!told.success) throw new Rejection('INVALID', { field: 'Upload-Metadata', reason: 'draftId, path, sha256' });
    if (!Number.isSafeInteger(upload.size)) throw new Rejection('INVALID', { field: 'Upload-Length' });
    const { draftId, path, sha256 = null } = told.data;
    const bytes = upload.size as number;
    const file = { id: upload.id, draftId, path, bytes, sha256, at: this.clock.now() };
    const makerId = uploadCall().person.id;
    try {
      await this.receive.begin(upload.id, bytes, () => this.beginUpload.run(makerId, file));
    } catch (error) {
      await this.noteRefused(makerId, file, error);
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
    return this.receive.run(await this.own(id), offset, uploadCall());
  }

  override async remove(id: string): Promise<void> {
    const { draftId } = await this.own(id);
    await this.endings.change.removeFile(uploadCall().person.id, draftId, id);
  }

  async finished(id: string): Promise<void> {
    await this.endings.end.run(await this.own(id));
  }

  /** What is wrong with the file itself is told again on another day. */
  private async noteRefused(makerId: string, { draftId, path }: { draftId: string; path: string }, error: unknown) {
    if (!isRejection(error) || !OF_THE_FILE.test(error.code)) return;
    const { code, detail } = error;
    const away = { path: path.slice(0, LIMITS.modelPathLength), refusal: { code, ...(detail && { detail }) } };
    await this.endings.turnAway.run(makerId, draftId, away).catch((reason: unknown) => {
      if (!isRejection(reason)) this.logger.error('Why a file was refused could not be kept', reason);
    });
  }

  /** A turn before this one may have ended between the last byte and saying so. */
  private endSoon(file: FileInWork): void {
    this.endings.end.run(file).catch((error: unknown) => {
      if (!isRejection(error)) this.logger.error('An upload could not be ended', error);
    });
  }

  private async own(id: string): Promise<FileInWork> {
    const file = Id.safeParse(id).success ? await this.files.byId(id) : null;
    if (file?.makerId !== uploadCall().person.id) throw new ProtocolError('FILE_NOT_FOUND');
    return file;
  }
}
