import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Clock } from '@visionary/kernel';
import type { RenderedImage, RenderRecord } from '../domain/renderer-protocol.js';
import type { TakeRequest, Take, TakeImage, TakeSteer } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { imagesOf } from './attempts.service.js';

/** A take that was rendered outside the queue. */
export interface RenderedTake extends TakeRequest {
  readonly id: string;
  readonly steers: readonly TakeSteer[];
  readonly images: readonly TakeImage[];
  readonly record: RenderRecord;
}

/** Adds takes that another renderer made, as if they had been rendered here. */
@Injectable()
export class ImportTake {
  constructor(
    private readonly takes: SqlTakes,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {}

  /** Stores images and leases them while `use` runs the transaction. */
  withStoredImages<T>(rendered: readonly RenderedImage[], use: (images: TakeImage[]) => Promise<T>): Promise<T> {
    const pngs = rendered.map(({ png }) => png);
    return this.blobs.leaseAll(pngs, (sha256s) => use(imagesOf(rendered, sha256s)));
  }

  /** Inside a unit of work of the caller, which links the take to a room event and logs that it finished. */
  async run({ images, record, steers, ...request }: RenderedTake): Promise<Take> {
    const take = { ...request, repeats: { steers, stopped: null, record: JSON.stringify(record) } };
    return this.takes.addFinished(request.id, take, { images, imageBytes: null, record, at: this.clock.now() });
  }
}
