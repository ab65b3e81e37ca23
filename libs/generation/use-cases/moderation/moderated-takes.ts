import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type RatingChange,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { TakeImageVisibilityChanged } from '../../domain/events.js';
import { applyModeratorRating, lowerRating, type ContentRating, stricterRating } from '../../domain/image-rating.js';
import type { TakeImage } from '../../domain/take.js';
import { Takes } from '../../domain/takes.js';
import { TakeAccess } from '../../domain/take-access.js';
import { takeSubjectDetails, TAKES_HANDLER } from './take-subject-details.js';

/** Images of takes, one by one, for those who moderate: covered in their room and served to nobody, and uncovered. */
@Injectable()
export class ModeratedTakes implements ModerationHandler, OnModuleInit {
  readonly name = TAKES_HANDLER;

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly takes: Takes,
    private readonly readers: TakeAccess,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('take', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const takes = new Map((await this.takes.byIds(subjects.map(({ id }) => id))).map((take) => [take.id, take]));
    return new Map(
      subjects.flatMap((subject) => {
        const take = takes.get(subject.id);
        const image = take?.images[subject.image ?? 0];
        return take && image && (!image.isHidden || image.level === 'held')
          ? [[subjectKey(subject), takeSubjectDetails(take, image)] as const]
          : [];
      }),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const take = await this.takes.byId(id);
    return take !== null && this.readers.mayRead(userId, take.roomId);
  }

  async hide(subject: Subject): Promise<object> {
    await this.cover(subject, true);
    return {};
  }

  async restore(subject: Subject): Promise<void> {
    await this.cover(subject, false);
  }

  async discard(subject: Subject): Promise<boolean> {
    const image = (await this.takes.byId(subject.id))?.images[subject.image ?? 0];
    if (image?.level !== 'held') return false;
    await this.cover(subject, false);
    return true;
  }

  /** Of one that was held back, too: it is shown from then on. */
  async setRating(subject: Subject, contentRating: ContentRating): Promise<void> {
    await this.change(subject, (image) => applyModeratorRating(image, contentRating));
  }

  async restoreRating(subject: Subject, { decided, before, atLeast }: RatingChange): Promise<void> {
    await this.change(subject, (image) => lowerRating(image, decided, stricterRating(before, atLeast)));
  }

  private cover(subject: Subject, isHidden: boolean): Promise<void> {
    return this.change(subject, (image) => covered(image, isHidden));
  }

  private async change({ id, image: index = 0 }: Subject, change: (one: TakeImage) => TakeImage): Promise<void> {
    const take = await this.takes.hold(id);
    if (!take?.images[index]) return;
    const images = take.images.map((image, place) => (place === index ? change(image) : image));
    await this.takes.setImages(id, images);
    this.work.publish(new TakeImageVisibilityChanged({ ...take, images }));
  }
}

/** Somebody has looked at it now: a check holds it back no more, either way. */
const covered = ({ isHidden: _before, level, ...image }: TakeImage, isHidden: boolean): TakeImage => ({
  ...image,
  ...(level !== undefined && level !== 'held' && { level }),
  ...(isHidden && { isHidden }),
});
