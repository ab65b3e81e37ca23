import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { ImageStore } from '../domain/image-store.js';
import type { RenderedImage, RenderRecord } from '../domain/renderer-protocol.js';
import type { Take, TakeOrigin, TakeImage, TakeSettings, TakeSteer } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { imagesOf } from './finish-take.js';

/** A take that was rendered outside the line, and all it was made of. */
export interface RenderedTake {
  readonly id: string;
  readonly roomId: string;
  readonly authorId: string;
  readonly writerIds: readonly string[];
  readonly prompt: string;
  readonly negative: string;
  readonly settings: TakeSettings;
  readonly origin?: TakeOrigin | undefined;
  readonly steers: readonly TakeSteer[];
  readonly images: readonly TakeImage[];
  readonly record: RenderRecord;
}

/** Takes in what a renderer of somebody else's made, as if it had been made here. */
@Injectable()
export class ImportTake {
  constructor(
    private readonly takes: Takes,
    private readonly store: ImageStore,
    private readonly clock: Clock,
  ) {}

  /** Around the transaction. @param use gets what the take says of its images */
  hold<T>(rendered: readonly RenderedImage[], use: (images: TakeImage[]) => Promise<T>): Promise<T> {
    const pngs = rendered.map(({ png }) => png);
    return this.store.holdAll(pngs, (sha256s) => use(imagesOf(rendered, sha256s)));
  }

  /** The PNG of an image, null where it is gone. */
  read({ sha256 }: TakeImage): Promise<Uint8Array | null> {
    return this.store.read(sha256);
  }

  /** What nothing needs any more. */
  drop(sha256: string): Promise<void> {
    return this.store.drop(sha256);
  }

  /** Inside a unit of work of the caller, who gives it its place in the room (`LinkTakeToEvent`) and says there that it is finished. */
  async run({ images, record, steers, ...order }: RenderedTake): Promise<Take> {
    const at = this.clock.now();
    const made = JSON.stringify(record);
    const take = {
      ...order,
      number: await this.takes.nextNumber(order.roomId),
      writerIds: [...new Set([order.authorId, ...order.writerIds])],
      queuedAt: at,
      again: { steers, stopped: null, record: made },
    };
    const { modelHash, renderMs } = record;
    return this.takes.addFinished(take, { images, record: made, modelHash, renderMs, at, stoppedAt: null });
  }
}
