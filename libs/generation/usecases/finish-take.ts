import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import type { Content } from '@visionary/safety';
import { TakeFinished } from '../domain/events.js';
import { PictureStore } from '../domain/picture-store.js';
import type { RenderedPicture, RenderRecord } from '../domain/renderer-protocol.js';
import type { TakePicture } from '../domain/take.js';
import { Takes } from '../domain/takes.js';
import { KnownPictures } from './known-pictures.js';

interface Made {
  readonly rendered: readonly RenderedPicture[];
  readonly pictures: readonly TakePicture[];
  readonly contents: readonly (Content | null)[];
  /** Whether it began with a picture. */
  readonly looks: boolean;
  readonly record: RenderRecord;
}

/** Keeps the pictures, then says that the take is done. */
@Injectable()
export class FinishTake {
  constructor(
    private readonly takes: Takes,
    private readonly store: PictureStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly known: KnownPictures,
  ) {}

  /** @returns false when the take has ended otherwise, or is another node's by now; pictures kept in vain are swept away. */
  async run(
    takeId: string,
    owner: string,
    rendered: readonly RenderedPicture[],
    record: RenderRecord,
  ): Promise<boolean> {
    const pngs = rendered.map(({ png }) => png);
    const contents = await this.known.contentsOf(rendered);
    const looks = (await this.takes.byId(takeId))?.settings.init !== undefined;
    return this.store.holdAll(pngs, (sha256s) =>
      this.finish(takeId, owner, { rendered, pictures: picturesOf(rendered, sha256s), contents, looks, record }),
    );
  }

  private finish(
    takeId: string,
    owner: string,
    { rendered, pictures, contents, looks, record }: Made,
  ): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const known = await this.known.ask(pictures, rendered, contents, looks);
      const result = {
        pictures: known.map(({ picture }) => picture),
        record: JSON.stringify(record),
        modelHash: record.modelHash,
        renderMs: record.renderMs,
        at: this.clock.now(),
        stoppedAt: record.job.stopAt ?? null,
      };
      if (!(await this.takes.finish(takeId, owner, result))) return false;
      const take = await this.takes.byId(takeId);
      if (!take) return true;
      this.unitOfWork.announce(new TakeFinished(take));
      await this.known.follow(take, known);
      return true;
    });
  }
}

/** As a take says of what was rendered for it. */
export const picturesOf = (rendered: readonly RenderedPicture[], sha256s: readonly string[]): TakePicture[] =>
  rendered.map(({ width, height, seed, check, again }, index) => ({
    ...{ width, height, seed, sha256: sha256s[index] ?? '' },
    ...(check && { level: check.level }),
    ...(check?.level === 'held' && { isCovered: true }),
    ...(again && { again }),
  }));
