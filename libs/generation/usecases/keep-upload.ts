import { Injectable } from '@nestjs/common';
import { Clock, Ids, Rejection } from '@visionary/kernel';
import { PictureStore } from '../domain/picture-store.js';
import { type Upload, Uploads } from '../domain/uploads.js';

export interface NewUpload {
  readonly roomId: string;
  readonly authorId: string;
  /** Encoded here: nothing of the file that was sent is in it but pixels. */
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Keeps a picture for a room to start from. */
@Injectable()
export class KeepUpload {
  constructor(
    private readonly uploads: Uploads,
    private readonly store: PictureStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * @param limit pictures one room may bring
   * @throws Rejection GENERATION_PICTURES_FULL
   */
  async requireSpace(roomId: string, limit: number): Promise<void> {
    if ((await this.uploads.countIn(roomId)) >= limit) throw new Rejection('GENERATION_PICTURES_FULL', { limit });
  }

  /** The same picture again is the one that is there. @throws Rejection GENERATION_PICTURES_FULL */
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
