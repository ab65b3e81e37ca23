import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command, RoomRights } from '@visionary/platform/realtime';
import { JoinOrOpenRoom } from '../use-cases/join-or-open-room.js';
import { ReadEventsSince } from '../use-cases/missed-events.js';
import { RoomSubscriptions } from './room-subscriptions.js';
import { RoomSnapshots } from './room-snapshots.js';
import { viewOfEvent } from './room-views.js';

@Injectable()
export class RoomsGateway {
  constructor(
    private readonly joinOrOpenRoom: JoinOrOpenRoom,
    private readonly readEventsSince: ReadEventsSince,
    private readonly roomSubscriptions: RoomSubscriptions,
    private readonly snapshots: RoomSnapshots,
    private readonly rights: RoomRights,
  ) {}

  /** The socket hears the room before its state is read, so nothing falls in between; what comes twice is dropped by seq. */
  @Command('rooms.open')
  async open({ payload: { roomId, afterSeq }, user, socket }: Call<'rooms.open'>): Promise<CommandReply<'rooms.open'>> {
    const { isMember } = await this.rights.require(user, roomId, { permission: 'read' });
    const belongs = isMember || (await this.joinOrOpenRoom.run(roomId, user)).isMember;
    await this.roomSubscriptions.enter(socket, roomId);
    try {
      // Whoever was sent away before the socket stood in the room was not found there: so the database is asked, and by the
      // same question how far the log goes that the socket hears from now on.
      const entered = await this.joinOrOpenRoom.look(roomId, user);
      if (belongs && !entered.isMember) throw new Rejection('ROOMS_NOT_A_MEMBER');
      const { isBlocked } = await this.rights.require(user, roomId, { permission: 'read' });
      this.roomSubscriptions.show(socket, roomId, !isBlocked);
      return await this.snapshots.of({ ...entered, userId: user?.id ?? null, afterSeq });
    } catch (error) {
      await this.roomSubscriptions.leave(socket, roomId);
      throw error;
    }
  }

  @Command('rooms.close')
  async close({ payload, socket }: Call<'rooms.close'>): Promise<CommandReply<'rooms.close'>> {
    await this.roomSubscriptions.leave(socket, payload.roomId);
    return {};
  }

  @Command('rooms.eventsSince')
  async missed({ payload }: Call<'rooms.eventsSince'>): Promise<CommandReply<'rooms.eventsSince'>> {
    const page = await this.readEventsSince.run(payload.roomId, payload.afterSeq, LIMITS.catchUpEvents);
    return { ...page, events: page.events.map(viewOfEvent) };
  }
}
