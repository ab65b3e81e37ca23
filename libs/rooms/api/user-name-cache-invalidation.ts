import { Injectable, type OnModuleInit } from '@nestjs/common';
import { USER_CHANGED_TOPIC } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { ReadRoom } from '../use-cases/read-room.js';
import { RoomViews } from './room-views.js';

/** On every node: who comes in from now on sees how users call themselves now. */
@Injectable()
export class UserNameCacheInvalidation implements OnModuleInit {
  constructor(
    private readonly bus: Bus,
    private readonly readRoom: ReadRoom,
    private readonly views: RoomViews,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe(USER_CHANGED_TOPIC, () => {
      this.readRoom.forgetNames();
      this.views.forgetNames();
    });
  }
}
