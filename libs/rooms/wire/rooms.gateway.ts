import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command, RoomRights } from '@visionary/platform/realtime';
import { EnterRoom } from '../usecases/enter-room.js';
import { MissedEvents } from '../usecases/missed-events.js';
import { Attendance } from './attendance.js';
import { RoomSnapshots } from './room-snapshots.js';
import { viewOfEvent } from './room-views.js';

@Injectable()
export class RoomsGateway {
  constructor(
    private readonly enterRoom: EnterRoom,
    private readonly missedEvents: MissedEvents,
    private readonly attendance: Attendance,
    private readonly snapshots: RoomSnapshots,
    private readonly rights: RoomRights,
  ) {}

  /** The socket hears the room before its state is read, so nothing falls in between; what comes twice is dropped by seq. */
  @Command('rooms.open')
  async open({
    payload: { roomId, afterSeq },
    person,
    socket,
  }: Call<'rooms.open'>): Promise<CommandReply<'rooms.open'>> {
    const { isMember } = await this.rights.require(person, roomId, { needs: 'read' });
    const belongs = isMember || (await this.enterRoom.run(roomId, person)).isMember;
    await this.attendance.enter(socket, roomId);
    try {
      // Whoever was sent away before the socket stood in the room was not found there: so the database is asked, and by the
      // same question how far the log goes that the socket hears from now on.
      const entered = await this.enterRoom.look(roomId, person);
      if (belongs && !entered.isMember) throw new Rejection('ROOMS_NOT_A_MEMBER');
      const { isUnreachable } = await this.rights.require(person, roomId, { needs: 'read' });
      this.attendance.show(socket, roomId, !isUnreachable);
      return await this.snapshots.of({ ...entered, personId: person?.id ?? null, afterSeq });
    } catch (error) {
      await this.attendance.leave(socket, roomId);
      throw error;
    }
  }

  @Command('rooms.close')
  async close({ payload, socket }: Call<'rooms.close'>): Promise<CommandReply<'rooms.close'>> {
    await this.attendance.leave(socket, payload.roomId);
    return {};
  }

  @Command('rooms.missed')
  async missed({ payload }: Call<'rooms.missed'>): Promise<CommandReply<'rooms.missed'>> {
    const page = await this.missedEvents.run(payload.roomId, payload.afterSeq, LIMITS.catchUpEvents);
    return { ...page, events: page.events.map(viewOfEvent) };
  }
}
