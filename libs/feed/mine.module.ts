import { MyRooms } from './domain/mine/my-rooms.js';
import { SqlMyRooms } from './storage/mine/sql-my-rooms.js';
import { MyTakesController } from './wire/mine/my-takes.controller.js';
import { TellWhoRendered } from './wire/mine/tell-who-rendered.js';

/** Everything somebody ever rendered. */
export const mine = {
  controllers: [MyTakesController],
  providers: [{ provide: MyRooms, useClass: SqlMyRooms }, TellWhoRendered],
};
