import { MyTakeRooms } from './domain/my-takes/my-take-rooms.js';
import { SqlMyRooms } from './storage/my-takes/sql-my-rooms.js';
import { MyTakesController } from './api/my-takes/my-takes.controller.js';
import { TakePublishedBroadcaster } from './api/my-takes/take-published-broadcaster.js';

/** Everything somebody ever rendered. */
export const mine = {
  controllers: [MyTakesController],
  providers: [{ provide: MyTakeRooms, useClass: SqlMyRooms }, TakePublishedBroadcaster],
};
