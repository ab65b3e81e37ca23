import { Injectable } from '@nestjs/common';
import { RoomAccess } from '@visionary/platform/realtime';
import { TakeAccess } from '../use-cases/moderated-takes.js';

@Injectable()
export class RoomTakeAccess extends TakeAccess {
  constructor(private readonly access: RoomAccess) {
    super();
  }

  async mayRead(userId: string, roomId: string): Promise<boolean> {
    return (await this.access.roleOf(userId, roomId)) !== null;
  }
}
