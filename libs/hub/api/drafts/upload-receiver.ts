import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { extendBodyTime } from '@visionary/platform/http';
import { DraftFiles, type DraftFileForWork } from '../../domain/drafts/draft-files.js';
import { DiskUploadFiles } from './disk-upload-files.js';
import { LeaseLostError } from './upload-stream/block-writer.js';
import { DraftBroadcaster } from './draft-broadcaster.js';
import type { UploadRequest } from './upload-request.js';
import { TusError } from './tus-error.js';

/** Whoever sends nothing for so long is gone. */
const IDLE_MS = 60_000;
const WRITE_DOWN_EVERY_MS = 5_000;

/** Brings what is sent to the disk, and tells how far it is. */
@Injectable()
export class UploadReceiver {
  constructor(
    private readonly files: DraftFiles,
    private readonly incoming: DiskUploadFiles,
    private readonly news: DraftBroadcaster,
    private readonly clock: Clock,
  ) {}

  /** There is room on the disk before it is promised; what is refused leaves nothing. */
  async begin(id: string, bytes: number, promise: () => Promise<void>): Promise<void> {
    await this.incoming.begin(id, bytes);
    try {
      await promise();
    } catch (error) {
      await this.incoming.drop(id);
      throw error;
    }
  }

  /** What lies on the disk counts, whatever was written down of it. */
  async offsetOf({ id, bytes, state }: DraftFileForWork): Promise<number> {
    if (state !== 'uploading') return bytes;
    const size = await this.incoming.sizeOf(id);
    if (size !== null && size <= bytes) return size;
    await this.incoming.begin(id, bytes);
    return 0;
  }

  /** @returns where it ends now; all that came is kept, also where the line breaks. @throws what the protocol's server knows */
  async run(file: DraftFileForWork, offset: number, call: UploadRequest): Promise<number> {
    const { request, stop } = call;
    const { id, path, bytes, draftId, creatorId } = file;
    if (file.state !== 'uploading') throw new TusError('INVALID_OFFSET');
    extendBodyTime(request, IDLE_MS);
    let written = this.clock.now();
    const moved = (at: number) => {
      this.news.moved({ draftId, creatorId, fileId: id, received: at });
      if (this.clock.now() - written < WRITE_DOWN_EVERY_MS) return;
      written = this.clock.now();
      // Lost it is told again.
      this.files.received(id, at, written).catch(() => undefined);
    };
    // Whoever sends is gone, or goes on elsewhere: nobody waits for an answer.
    const end = () => request.destroy();
    stop.signal.addEventListener('abort', end, { once: true });
    if (stop.signal.aborted) end();
    try {
      const mayWrite = () => this.clock.now() < (call.until ?? Infinity);
      const coming = { id, name: path, offset, end: bytes, mayWrite };
      return await this.incoming.receive(coming, request, moved);
    } catch (error) {
      if (error instanceof RangeError) throw new TusError('ERR_SIZE_EXCEEDED');
      if (stop.signal.aborted || error instanceof LeaseLostError || isCut(error)) throw new TusError('ABORTED');
      // Its creator took it away before its bytes came.
      if (!(await this.files.byId(id))) throw new TusError('FILE_NOT_FOUND');
      throw error;
    } finally {
      stop.signal.removeEventListener('abort', end);
      const at = (await this.incoming.sizeOf(id)) ?? 0;
      await this.files.received(id, at, this.clock.now());
      this.news.stopped(draftId, creatorId, id);
    }
  }
}

const isCut = (error: unknown): boolean =>
  ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(
    String((error as NodeJS.ErrnoException | null)?.code),
  );
