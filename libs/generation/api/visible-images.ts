import { Injectable } from '@nestjs/common';
import { Rejection, RoomAccess } from '@visionary/kernel';
import type { Identity } from '@visionary/platform/auth';
import { effectiveRating } from '../domain/image-rating.js';
import type { Take, TakeImage } from '../domain/take.js';
import { TakesService } from '../use-cases/takes.service.js';

interface VisibleImage {
  readonly take: Take;
  readonly image: TakeImage;
  /** Whether visitors may see it, too. */
  readonly isPublic: boolean;
}

/** Images of takes, for users who may read the room. */
@Injectable()
export class VisibleImages {
  constructor(
    private readonly takes: TakesService,
    private readonly access: RoomAccess,
  ) {}

  /**
   * @param identity null for a visitor, who sees only images rated for everyone
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, also if this user may not see the image
   */
  async of(takeId: string, index: number, identity: Identity | null): Promise<VisibleImage> {
    const { take, image } = await this.takes.image(takeId, index);
    if (!(await this.access.roleOf(identity?.user.id ?? null, take.roomId))) throw notFound();
    const isForEveryone = effectiveRating(image) === undefined;
    if (!isForEveryone && !identity) throw notFound();
    return { take, image, isPublic: isForEveryone && (await this.access.roleOf(null, take.roomId)) !== null };
  }
}

const notFound = () => new Rejection('GENERATION_TAKE_NOT_FOUND');
