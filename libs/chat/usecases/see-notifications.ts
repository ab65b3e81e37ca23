import { Injectable } from '@nestjs/common';
import { NewsRead } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { MarkMoved } from '../domain/marks.js';
import { Notifications } from '../domain/notifications.js';

/** Somebody has seen what messages want of them. */
@Injectable()
export class SeeNotifications {
  constructor(
    private readonly notifications: Notifications,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param ids undefined: all of them */
  async run(personId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.unitOfWork.run(async () => {
      const rooms = await this.notifications.read(personId, ids, this.clock.now());
      for (const roomId of rooms) this.unitOfWork.announce(new MarkMoved(roomId, personId));
      if (rooms.length) this.unitOfWork.announce(new NewsRead([personId]));
    });
  }
}
