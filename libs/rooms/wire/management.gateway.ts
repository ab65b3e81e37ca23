import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ArchiveRoom } from '../usecases/manage/archive-room.js';
import { ChangeRoom } from '../usecases/manage/change-room.js';
import { LeaveRoom } from '../usecases/manage/leave-room.js';
import type { Order } from '../usecases/manage/management.js';
import { SetRole } from '../usecases/manage/set-role.js';
import { viewOfEvent } from './room-views.js';

interface Asked {
  readonly payload: { readonly roomId: string; readonly clientId: string };
  readonly person: PersonView | null;
}

/** The contract lets nobody who is not signed in get this far. */
export const orderOf = ({ payload: { roomId, clientId }, person }: Asked): Order => ({
  roomId,
  clientId,
  by: person as PersonView,
});

/** What owners decide about a room and its members, and going. */
@Injectable()
export class ManagementGateway {
  constructor(
    private readonly changeRoom: ChangeRoom,
    private readonly archiveRoom: ArchiveRoom,
    private readonly setRole: SetRole,
    private readonly leaveRoom: LeaveRoom,
  ) {}

  @Command('rooms.change')
  async change(call: Call<'rooms.change'>): Promise<CommandReply<'rooms.change'>> {
    return { event: viewOfEvent(await this.changeRoom.run(orderOf(call), call.payload.changes)) };
  }

  @Command('rooms.archive')
  async archive(call: Call<'rooms.archive'>): Promise<CommandReply<'rooms.archive'>> {
    return { event: viewOfEvent(await this.archiveRoom.run(orderOf(call), call.payload.on)) };
  }

  @Command('rooms.setRole')
  async role(call: Call<'rooms.setRole'>): Promise<CommandReply<'rooms.setRole'>> {
    const { personId, role } = call.payload;
    return { event: viewOfEvent(await this.setRole.run(orderOf(call), personId, role)) };
  }

  @Command('rooms.leave')
  async leave(call: Call<'rooms.leave'>): Promise<CommandReply<'rooms.leave'>> {
    return { event: viewOfEvent(await this.leaveRoom.run(orderOf(call))) };
  }
}
