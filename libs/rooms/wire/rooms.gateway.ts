import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
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
  ) {}

  /** The socket hears the room before its state is read, so nothing falls in between; what comes twice is dropped by seq. */
  @Command('rooms.open')
  async open({
    payload: { roomId, afterSeq },
    person,
    socket,
  }: Call<'rooms.open'>): Promise<CommandReply<'rooms.open'>> {
    const { room, role } = await this.enterRoom.run(roomId, person);
    await this.attendance.enter(socket, roomId);
    try {
      return await this.snapshots.of({ room, role, personId: person?.id ?? null, afterSeq });
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
