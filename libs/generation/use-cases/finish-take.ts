import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import type { ContentFingerprint } from '@visionary/safety';
import { TakeFinished } from '../domain/events.js';
import { ImageStore } from '../domain/image-store.js';
import type { RenderedImage, RenderRecord } from '../domain/renderer-protocol.js';
import type { TakeImage } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { ModerateFinishedImages } from './moderate-finished-images.js';

interface Made {
  readonly rendered: readonly RenderedImage[];
  readonly images: readonly TakeImage[];
  readonly contents: readonly (ContentFingerprint | null)[];
  /** Whether it began with an image. */
  readonly looks: boolean;
  readonly record: RenderRecord;
}

/** Keeps the images, then says that the take is done. */
@Injectable()
export class FinishTake {
  constructor(
    private readonly takes: Takes,
    private readonly store: ImageStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly known: ModerateFinishedImages,
  ) {}

  /** @returns false when the take has ended otherwise, or is another node's by now; images kept in vain are swept away. */
  async run(takeId: string, owner: string, rendered: readonly RenderedImage[], record: RenderRecord): Promise<boolean> {
    const pngs = rendered.map(({ png }) => png);
    const contents = await this.known.contentsOf(rendered);
    const looks = (await this.takes.byId(takeId))?.settings.init !== undefined;
    return this.store.holdAll(pngs, (sha256s) =>
      this.finish(takeId, owner, { rendered, images: imagesOf(rendered, sha256s), contents, looks, record }),
    );
  }

  private finish(takeId: string, owner: string, { rendered, images, contents, looks, record }: Made): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const known = await this.known.ask(images, rendered, contents, looks);
      const result = {
        images: known.map(({ image }) => image),
        record: JSON.stringify(record),
        modelHash: record.modelHash,
        renderMs: record.renderMs,
        at: this.clock.now(),
        stoppedAt: record.job.stopPoint ?? null,
      };
      if (!(await this.takes.finish(takeId, owner, result))) return false;
      const take = await this.takes.byId(takeId);
      if (!take) return true;
      this.unitOfWork.publish(new TakeFinished(take));
      await this.known.follow(take, known);
      return true;
    });
  }
}

/** As a take says of what was rendered for it. */
export const imagesOf = (rendered: readonly RenderedImage[], sha256s: readonly string[]): TakeImage[] =>
  rendered.map(({ width, height, seed, check, again }, index) => ({
    ...{ width, height, seed, sha256: sha256s[index] ?? '' },
    ...(check && { level: check.level }),
    ...(check?.level === 'held' && { isHidden: true }),
    ...(again && { again }),
  }));
