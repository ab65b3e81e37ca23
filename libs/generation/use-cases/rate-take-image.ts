import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { RatingChange } from '@visionary/safety';
import { TakeImageVisibilityChanged } from '../domain/events.js';
import {
  applyModeratorRating,
  effectiveRating,
  lowerRating,
  type ContentRating,
  raiseRating,
  applyAuthorRating,
} from '../domain/image-rating.js';
import type { TakeImage } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** For whom an image of a take is, as is said where it is shown beyond its room. The room shows it so at once. */
@Injectable()
export class RateTakeImage {
  constructor(
    private readonly takes: Takes,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * Inside a transaction. What whoever published it says: `everybody` takes back no more than that.
   * @param atLeast what was decided about the same image where it was published
   */
  said(
    takeId: string,
    index: number,
    contentRating: ContentRating,
    atLeast: ContentRating = 'everyone',
  ): Promise<void> {
    return this.change(takeId, index, (image) => raiseRating(applyAuthorRating(image, contentRating), atLeast));
  }

  /** Inside a transaction. What a moderator decided of the post, in the place of all that was said; what is covered stays so. */
  decided(takeId: string, index: number, contentRating: ContentRating): Promise<void> {
    return this.change(takeId, index, (image) => ({
      ...applyModeratorRating(image, contentRating),
      ...(image.isHidden && { isHidden: true }),
    }));
  }

  /** Inside a transaction. What was decided about the same elsewhere is over; it is what whoever published it says. */
  restored(
    takeId: string,
    index: number,
    { decided, atLeast }: Pick<RatingChange, 'decided' | 'atLeast'>,
    contentRating: ContentRating,
  ): Promise<void> {
    return this.change(takeId, index, (image) =>
      applyAuthorRating(lowerRating(image, decided, atLeast), contentRating),
    );
  }

  private async change(takeId: string, index: number, change: (one: TakeImage) => TakeImage): Promise<void> {
    const before = (await this.takes.byId(takeId))?.images[index];
    if (!before || isAlike(before, change(before))) return;
    const take = await this.takes.hold(takeId);
    const held = take?.images[index];
    if (!take || !held) return;
    const changed = change(held);
    const images = take.images.map((image, place) => (place === index ? changed : image));
    await this.takes.setImages(takeId, images);
    const isShownOtherwise = effectiveRating(held) !== effectiveRating(changed) || held.isHidden !== changed.isHidden;
    if (isShownOtherwise) this.work.publish(new TakeImageVisibilityChanged({ ...take, images }));
  }
}

const isAlike = (one: TakeImage, other: TakeImage): boolean =>
  one.level === other.level && one.authorRating === other.authorRating && one.isHidden === other.isHidden;
