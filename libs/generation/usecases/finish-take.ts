import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { TakeFinished } from '../domain/events.js';
import { PictureStore } from '../domain/picture-store.js';
import type { RenderedPicture, RenderRecord } from '../domain/renderer-protocol.js';
import type { TakePicture } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** Keeps the pictures, then says that the take is done. */
@Injectable()
export class FinishTake {
  constructor(
    private readonly takes: Takes,
    private readonly store: PictureStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns false when the take has ended otherwise, or is another node's by now; pictures kept in vain are swept away. */
  async run(
    takeId: string,
    owner: string,
    rendered: readonly RenderedPicture[],
    record: RenderRecord,
  ): Promise<boolean> {
    const pngs = rendered.map(({ png }) => png);
    return this.store.holdAll(pngs, (sha256s) => this.finish(takeId, owner, picturesOf(rendered, sha256s), record));
  }

  private finish(
    takeId: string,
    owner: string,
    pictures: readonly TakePicture[],
    record: RenderRecord,
  ): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const result = {
        pictures,
        record: JSON.stringify(record),
        modelHash: record.modelHash,
        renderMs: record.renderMs,
        at: this.clock.now(),
        stoppedAt: record.job.stopAt ?? null,
      };
      if (!(await this.takes.finish(takeId, owner, result))) return false;
      const take = await this.takes.byId(takeId);
      if (take) this.unitOfWork.announce(new TakeFinished(take));
      return true;
    });
  }
}

/** As a take says of what was rendered for it. */
export const picturesOf = (rendered: readonly RenderedPicture[], sha256s: readonly string[]): TakePicture[] =>
  rendered.map(({ width, height, seed, check, again }, index) => ({
    ...{ width, height, seed, sha256: sha256s[index] ?? '' },
    ...(check && { level: check.level }),
    ...(again && { again }),
  }));
