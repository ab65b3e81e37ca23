import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { PublicRooms } from '@visionary/rooms';

/** Names of rooms, and the unit of work. */
@Injectable()
export class PostSurroundings {
  constructor(
    readonly rooms: PublicRooms,
    readonly work: UnitOfWork,
  ) {}
}
