import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ContentRating, stricterRating } from '@visionary/contract';
import { UnitOfWork, RoomAccess } from '@visionary/kernel';
import {
  type ModerationHandler,
  ModerationRegistry,
  type RatingChange,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { TakeImageVisibilityChanged } from '../domain/events.js';
import { applyModeratorRating, effectiveRating, type ImageRating, lowerRating } from '../domain/image-rating.js';
import type { Take, TakeImage } from '../domain/take.js';
import { SqlTakes } from '../storage/sql-takes.js';

/** Lets moderators hide, restore, and rate single images of takes. */
@Injectable()
export class ModeratedTakes implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly takes: SqlTakes,
    private readonly access: RoomAccess,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.add('take', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const takes = new Map((await this.takes.byIds(subjects.map(({ id }) => id))).map((take) => [take.id, take]));
    return new Map(
      subjects.flatMap((subject) => {
        const take = takes.get(subject.id);
        const image = take?.images[subject.image ?? 0];
        return take && image ? [[subjectKey(subject), takeSubjectDetails(take, image)] as const] : [];
      }),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const take = await this.takes.byId(id);
    return take !== null && (await this.access.roleOf(userId, take.roomId)) !== null;
  }

  hide(subject: Subject): Promise<void> {
    return this.setHidden(subject, true);
  }

  restore(subject: Subject): Promise<void> {
    return this.setHidden(subject, false);
  }

  async release(subject: Subject): Promise<boolean> {
    const image = (await this.takes.byId(subject.id))?.images[subject.image ?? 0];
    if (image?.level !== 'held') return false;
    await this.setHidden(subject, false);
    return true;
  }

  /** Also shows an image that was held for review. */
  async setRating(subject: Subject, contentRating: ContentRating): Promise<void> {
    await this.change(subject, (image) => applyModeratorRating(image, contentRating));
  }

  async restoreRating(subject: Subject, { decided, before, minimumRating }: RatingChange): Promise<void> {
    await this.change(subject, (image) => lowerRating(image, decided, stricterRating(before, minimumRating)));
  }

  private setHidden(subject: Subject, isHidden: boolean): Promise<void> {
    return this.change(subject, (image) => withHidden(image, isHidden));
  }

  private async change({ id, image: index = 0 }: Subject, change: (image: TakeImage) => TakeImage): Promise<void> {
    const take = await this.takes.lock(id);
    if (!take?.images[index]) return;
    const images = take.images.map((image, at) => (at === index ? change(image) : image));
    await this.takes.setImages(id, images);
    this.unitOfWork.publish(new TakeImageVisibilityChanged({ ...take, images }));
  }
}

/** A moderator has reviewed the image, so it is no longer held for review. */
const withHidden = ({ isHidden: _before, level, ...image }: TakeImage, isHidden: boolean): TakeImage => ({
  ...image,
  ...(level !== undefined && level !== 'held' && { level }),
  ...(isHidden && { isHidden }),
});

/** An image of a take as moderators see it. */
const takeSubjectDetails = (take: Take, { sha256, width, height, ...image }: TakeImage): SubjectDetails => ({
  title: `${take.number}`,
  text: '',
  authorId: take.authorId,
  at: take.queuedAt,
  prompt: take.prompt,
  negative: take.negative,
  image: { sha256, width, height, type: 'image/png', contentRating: contentRatingOf(effectiveRating(image)) },
  path: `/rooms/${take.roomId}?take=${take.number}`,
  isHidden: image.isHidden === true && image.level !== 'held',
});

const contentRatingOf = (level: ImageRating | undefined): ContentRating =>
  level === 'held' ? 'adult' : (level ?? 'everyone');
