import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { ArchiveRoom } from '../use-cases/manage/archive-room.js';
import { ChangeRoom } from '../use-cases/manage/change-room.js';
import { LeaveRoom } from '../use-cases/manage/leave-room.js';
import type { RoomCommand } from '../use-cases/manage/room-command-runner.js';
import { SetRole } from '../use-cases/manage/set-role.js';
import { viewOfEvent } from './room-views.js';

interface Asked {
  readonly payload: { readonly roomId: string; readonly clientId: string };
  readonly user: UserView | null;
}

/** The contract lets nobody who is not signed in get this far. */
export const orderOf = ({ payload: { roomId, clientId }, user }: Asked): RoomCommand => ({
  roomId,
  clientId,
  by: user as UserView,
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

  @Command('rooms.update')
  async change(call: Call<'rooms.update'>): Promise<CommandReply<'rooms.update'>> {
    return { event: viewOfEvent(await this.changeRoom.run(orderOf(call), call.payload.changes)) };
  }

  @Command('rooms.archive')
  async archive(call: Call<'rooms.archive'>): Promise<CommandReply<'rooms.archive'>> {
    return { event: viewOfEvent(await this.archiveRoom.run(orderOf(call), call.payload.on)) };
  }

  @Command('rooms.setRole')
  async role(call: Call<'rooms.setRole'>): Promise<CommandReply<'rooms.setRole'>> {
    const { userId, role } = call.payload;
    return { event: viewOfEvent(await this.setRole.run(orderOf(call), userId, role)) };
  }

  @Command('rooms.leave')
  async leave(call: Call<'rooms.leave'>): Promise<CommandReply<'rooms.leave'>> {
    return { event: viewOfEvent(await this.leaveRoom.run(orderOf(call))) };
  }
}
