import { Injectable } from '@nestjs/common';
import { RoomAccess } from '@visionary/platform/realtime';
import { TakeReaders } from '../domain/take-readers.js';

@Injectable()
export class RoomReaders extends TakeReaders {
  constructor(private readonly access: RoomAccess) {
    super();
  }

  async mayRead(personId: string, roomId: string): Promise<boolean> {
    return (await this.access.roleOf(personId, roomId)) !== null;
  }
}
