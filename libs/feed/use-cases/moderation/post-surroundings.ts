import { Injectable } from '@nestjs/common';
import { RateTakeImage } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { PublicRooms } from '@visionary/rooms';

/** Names of rooms, images of takes, and the unit of work. */
@Injectable()
export class PostSurroundings {
  constructor(
    readonly rooms: PublicRooms,
    readonly images: RateTakeImage,
    readonly work: UnitOfWork,
  ) {}
}
