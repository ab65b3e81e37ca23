import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { OpenCase } from '@visionary/safety';
import { TakeFinished } from '../domain/events.js';
import { PictureStore } from '../domain/picture-store.js';
import type { RenderedPicture, RenderRecord } from '../domain/renderer-protocol.js';
import type { TakePicture } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

interface Made {
  readonly rendered: readonly RenderedPicture[];
  readonly pictures: readonly TakePicture[];
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
    private readonly openCase: OpenCase,
  ) {}

  /** @returns false when the take has ended otherwise, or is another node's by now; pictures kept in vain are swept away. */
  async run(
    takeId: string,
    owner: string,
    rendered: readonly RenderedPicture[],
    record: RenderRecord,
  ): Promise<boolean> {
    const pngs = rendered.map(({ png }) => png);
    return this.store.holdAll(pngs, (sha256s) =>
      this.finish(takeId, owner, { rendered, pictures: picturesOf(rendered, sha256s), record }),
    );
  }

  /** What the check held back waits for those who moderate. */
  private async haveLookedAt(takeId: string, rendered: readonly RenderedPicture[]): Promise<void> {
    for (const [picture, { check }] of rendered.entries()) {
      if (check?.level !== 'held') continue;
      const { category, score } = check;
      const subject = { kind: 'take', id: takeId, picture } as const;
      await this.openCase.run({ by: 'system', subject, reason: 'picture', detail: { category, score } });
    }
  }

  private finish(takeId: string, owner: string, { rendered, pictures, record }: Made): Promise<boolean> {
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
      await this.haveLookedAt(takeId, rendered);
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
