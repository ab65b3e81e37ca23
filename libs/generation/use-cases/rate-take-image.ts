import { Injectable } from '@nestjs/common';
import type { ContentRating } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import type { RatingChange } from '@visionary/safety';
import { TakeImageVisibilityChanged } from '../domain/events.js';
import {
  applyAuthorRating,
  applyModeratorRating,
  effectiveRating,
  lowerRating,
  raiseRating,
} from '../domain/image-rating.js';
import type { TakeImage } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';

/** Carries ratings of published images over to their take, so that the room shows them the same. All inside a transaction. */
@Injectable()
export class RateTakeImage {
  constructor(
    private readonly takes: SqlTakes,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * Sets the rating that the publishing user chose; `everyone` removes only that rating.
   * @param minimumRating the minimum rating from a decision about the same image
   */
  setAuthorRating(
    takeId: string,
    index: number,
    contentRating: ContentRating,
    minimumRating: ContentRating = 'everyone',
  ): Promise<void> {
    return this.change(takeId, index, (image) => raiseRating(applyAuthorRating(image, contentRating), minimumRating));
  }

  /** Sets the rating of a moderator, which replaces all others. A hidden image stays hidden. */
  setModeratorRating(takeId: string, index: number, contentRating: ContentRating): Promise<void> {
    return this.change(takeId, index, (image) => ({
      ...applyModeratorRating(image, contentRating),
      ...(image.isHidden && { isHidden: true }),
    }));
  }

  /** Reverts a moderator's rating to that of the publishing user. */
  restoreAuthorRating(
    takeId: string,
    index: number,
    { decided, minimumRating }: Pick<RatingChange, 'decided' | 'minimumRating'>,
    contentRating: ContentRating,
  ): Promise<void> {
    return this.change(takeId, index, (image) =>
      applyAuthorRating(lowerRating(image, decided, minimumRating), contentRating),
    );
  }

  private async change(takeId: string, index: number, change: (image: TakeImage) => TakeImage): Promise<void> {
    const before = (await this.takes.byId(takeId))?.images[index];
    if (!before || hasSameVisibility(before, change(before))) return;
    const take = await this.takes.lock(takeId);
    const locked = take?.images[index];
    if (!take || !locked) return;
    const changed = change(locked);
    const images = take.images.map((image, at) => (at === index ? changed : image));
    await this.takes.setImages(takeId, images);
    const isVisible = effectiveRating(locked) !== effectiveRating(changed) || locked.isHidden !== changed.isHidden;
    if (isVisible) this.unitOfWork.publish(new TakeImageVisibilityChanged({ ...take, images }));
  }
}

const hasSameVisibility = (one: TakeImage, other: TakeImage): boolean =>
  one.level === other.level && one.authorRating === other.authorRating && one.isHidden === other.isHidden;
