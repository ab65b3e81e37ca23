import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ImageQuota } from '@visionary/accounts';
import { BlobStore, UnreferencedBlobs } from '@visionary/platform/blobs';
import { LIMITS } from '@visionary/contract';
import { Clock, DomainEvents, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import { ImageUsage, type Upload, UploadRemoved } from '../domain/uploads.js';
import { SqlUploads } from '../storage/sql-uploads.js';

export interface NewUpload {
  readonly roomId: string;
  readonly authorId: string;
  /** Re-encoded by this server: pixels without metadata. */
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Images and masks that users upload into a room. Callers check the right to see them. */
@Injectable()
export class UploadsService implements OnModuleInit {
  constructor(
    private readonly uploads: SqlUploads,
    private readonly imageQuota: ImageQuota,
    private readonly usage: ImageUsage,
    private readonly blobs: BlobStore,
    private readonly unreferencedBlobs: UnreferencedBlobs,
    private readonly events: DomainEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Deletes files after the commit, so that a rollback loses none. */
  onModuleInit(): void {
    this.events.afterCommit(UploadRemoved, ({ sha256 }) => this.dropFile(sha256));
  }

  /** @throws Rejection GENERATION_IMAGE_NOT_FOUND, also for an upload of another room */
  async find(roomId: string, uploadId: string): Promise<Upload> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.roomId !== roomId) throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    return upload;
  }

  /** @throws Rejection GENERATION_TOO_MANY_UPLOADS */
  async requireSpace(roomId: string, limit: number = LIMITS.uploadsPerRoom): Promise<void> {
    if ((await this.uploads.countIn(roomId)) >= limit) throw new Rejection('GENERATION_TOO_MANY_UPLOADS', { limit });
  }

  /** Returns the existing upload if the room has the same image. @throws Rejection GENERATION_TOO_MANY_UPLOADS, STORAGE_IMAGE_QUOTA_EXCEEDED */
  add({ png, ...upload }: NewUpload, limit: number = LIMITS.uploadsPerRoom): Promise<Upload> {
    return this.blobs.lease(png, (sha256) => this.insert({ ...upload, sha256 }, limit));
  }

  /** Removes an upload unless a take starts from it or another slice uses it. Inside a transaction. */
  async removeUnused(roomId: string, uploadId: string): Promise<void> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.roomId !== roomId || (await this.uploads.isInitImage(roomId, uploadId))) return;
    if (await this.usage.isUsed(roomId, uploadId)) return;
    await this.uploads.remove(uploadId);
    this.unitOfWork.publish(new UploadRemoved(upload.sha256));
  }

  /** Deletes an unreferenced file. */
  async dropFile(sha256: string): Promise<void> {
    await this.unreferencedBlobs.drop(sha256);
  }

  private async insert(content: Omit<Upload, 'id' | 'uploadedAt'>, limit: number): Promise<Upload> {
    const { roomId, sha256 } = content;
    const existing = await this.uploads.byContent(roomId, sha256);
    if (existing) return existing;
    await this.requireSpace(roomId, limit);
    await this.imageQuota.require(content.authorId, await this.uploads.pixelsOf(content.authorId));
    const upload = { id: this.ids.next(), ...content, uploadedAt: this.clock.now() };
    await this.uploads.add(upload);
    return upload;
  }
}
