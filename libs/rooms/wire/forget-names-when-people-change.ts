import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PERSON_CHANGED_TOPIC } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import { ReadRoom } from '../usecases/read-room.js';
import { RoomViews } from './room-views.js';

/** On every node: who comes in from now on sees how people call themselves now. */
@Injectable()
export class ForgetNamesWhenPeopleChange implements OnModuleInit {
  constructor(
    private readonly bus: Bus,
    private readonly readRoom: ReadRoom,
    private readonly views: RoomViews,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe(PERSON_CHANGED_TOPIC, () => {
      this.readRoom.forgetNames();
      this.views.forgetNames();
    });
  }
}
