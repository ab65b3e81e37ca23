import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import type { LevelOver } from '@visionary/safety';
import { TakePictureCovered } from '../domain/events.js';
import { decidedOf, levelOf, lowered, type Maturity, raisedOf, saidOf } from '../domain/picture-level.js';
import type { TakePicture } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** For whom a picture of a take is, as is said where it is shown beyond its room. The room shows it so at once. */
@Injectable()
export class LevelPicture {
  constructor(
    private readonly takes: Takes,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * Inside a transaction. What whoever published it says: `everybody` takes back no more than that.
   * @param atLeast what was decided about the same picture where it was published
   */
  said(takeId: string, index: number, maturity: Maturity, atLeast: Maturity = 'everybody'): Promise<void> {
    return this.change(takeId, index, (picture) => raisedOf(saidOf(picture, maturity), atLeast));
  }

  /** Inside a transaction. What a moderator decided of the post, in the place of all that was said; what is covered stays so. */
  decided(takeId: string, index: number, maturity: Maturity): Promise<void> {
    return this.change(takeId, index, (picture) => ({
      ...decidedOf(picture, maturity),
      ...(picture.isCovered && { isCovered: true }),
    }));
  }

  /** Inside a transaction. What was decided about the same elsewhere is over; it is what whoever published it says. */
  restored(
    takeId: string,
    index: number,
    { decided, atLeast }: Pick<LevelOver, 'decided' | 'atLeast'>,
    maturity: Maturity,
  ): Promise<void> {
    return this.change(takeId, index, (picture) => saidOf(lowered(picture, decided, atLeast), maturity));
  }

  private async change(takeId: string, index: number, change: (one: TakePicture) => TakePicture): Promise<void> {
    const before = (await this.takes.byId(takeId))?.pictures[index];
    if (!before || isAlike(before, change(before))) return;
    const take = await this.takes.hold(takeId);
    const held = take?.pictures[index];
    if (!take || !held) return;
    const changed = change(held);
    const pictures = take.pictures.map((picture, place) => (place === index ? changed : picture));
    await this.takes.setPictures(takeId, pictures);
    const isShownOtherwise = levelOf(held) !== levelOf(changed) || held.isCovered !== changed.isCovered;
    if (isShownOtherwise) this.work.announce(new TakePictureCovered({ ...take, pictures }));
  }
}

const isAlike = (one: TakePicture, other: TakePicture): boolean =>
  one.level === other.level && one.said === other.said && one.isCovered === other.isCovered;
