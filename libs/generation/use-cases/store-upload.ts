import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection } from '@visionary/kernel';
import { ImageStore } from '../domain/image-store.js';
import { type Upload, Uploads } from '../domain/uploads.js';

export interface NewUpload {
  readonly roomId: string;
  readonly authorId: string;
  /** Encoded here: nothing of the file that was sent is in it but pixels. */
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Keeps an image for a room to start from. */
@Injectable()
export class StoreUpload {
  constructor(
    private readonly uploads: Uploads,
    private readonly store: ImageStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * @param limit images one room may bring
   * @throws Rejection GENERATION_TOO_MANY_UPLOADS
   */
  async requireSpace(roomId: string, limit: number): Promise<void> {
    if ((await this.uploads.countIn(roomId)) >= limit) throw new Rejection('GENERATION_TOO_MANY_UPLOADS', { limit });
  }

  /** The same image again is the one that is there. @throws Rejection GENERATION_TOO_MANY_UPLOADS */
  run({ png, ...brought }: NewUpload, limit: number): Promise<Upload> {
    return this.store.hold(png, (sha256) => this.add({ ...brought, sha256 }, limit));
  }

  private async add(brought: Omit<Upload, 'id' | 'uploadedAt'>, limit: number): Promise<Upload> {
    const { roomId, sha256 } = brought;
    const same = await this.uploads.sameIn(roomId, sha256);
    if (same) return same;
    await this.requireSpace(roomId, limit);
    const upload = { id: this.ids.next(), ...brought, uploadedAt: this.clock.now() };
    await this.uploads.add(upload);
    return upload;
  }
}
