import { Injectable } from '@nestjs/common';
import { LevelPicture } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { PublicRooms } from '@visionary/rooms';

/** Names of rooms, pictures of takes, and the unit of work. */
@Injectable()
export class PostSurroundings {
  constructor(
    readonly rooms: PublicRooms,
    readonly pictures: LevelPicture,
    readonly work: UnitOfWork,
  ) {}
}
