import { MyTakeRooms } from './storage/my-takes/my-take-rooms.js';
import { MyTakesController } from './api/my-takes/my-takes.controller.js';
import { TakePublishedBroadcaster } from './api/my-takes/take-published-broadcaster.js';

/** The user's own takes and prompts. */
export const myTakes = {
  controllers: [MyTakesController],
  providers: [MyTakeRooms, TakePublishedBroadcaster],
};
