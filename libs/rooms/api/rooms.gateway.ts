import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS, type UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command, RoomRights } from '@visionary/platform/realtime';
import { DirectRequestsService } from '../use-cases/direct-requests.service.js';
import { RoomAccessService } from '../use-cases/room-access.service.js';
import { RoomLog } from '../storage/room-log.js';
import { RoomsService } from '../use-cases/rooms.service.js';
import { roomCommandOf } from './members.gateway.js';
import { RoomSnapshots } from './room-snapshots.js';
import { RoomSubscriptions } from './room-subscriptions.js';
import { viewOfEvent } from './room-views.js';

@Injectable()
export class RoomsGateway {
  constructor(
    private readonly rooms: RoomsService,
    private readonly roomAccess: RoomAccessService,
    private readonly log: RoomLog,
    private readonly roomSubscriptions: RoomSubscriptions,
    private readonly snapshots: RoomSnapshots,
    private readonly rights: RoomRights,
    private readonly requests: DirectRequestsService,
  ) {}

  /** The socket subscribes before the state is read, so it misses nothing; clients drop duplicates by seq. */
  @Command('rooms.open')
  async open({ payload, user, socket }: Call<'rooms.open'>): Promise<CommandReply<'rooms.open'>> {
    const { roomId, afterSeq, lookIn } = payload;
    const access = await this.rights.require(user, roomId, { permission: 'read' });
    const isMember = access.isMember || (!lookIn && (await this.roomAccess.open(roomId, user)).isMember);
    await this.roomSubscriptions.enter(socket, roomId, isMember);
    try {
      // A user removed before the socket subscribed was not found in the room, so the database is read again. The same query
      // returns the log head from which the socket receives events.
      const opened = await this.roomAccess.current(roomId, user);
      if (isMember && !opened.isMember) throw new Rejection('ROOMS_NOT_A_MEMBER');
      const { isBlocked, requesterId } = await this.rights.require(user, roomId, { permission: 'read' });
      this.roomSubscriptions.setPresent(socket, roomId, !isBlocked && requesterId === null);
      return await this.snapshots.of({ ...opened, userId: user?.id ?? null, afterSeq });
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
  async eventsSince({ payload }: Call<'rooms.eventsSince'>): Promise<CommandReply<'rooms.eventsSince'>> {
    const page = await this.log.page(payload.roomId, payload.afterSeq, LIMITS.catchUpEvents);
    return { ...page, events: page.events.map(viewOfEvent) };
  }

  @Command('rooms.update')
  async update(call: Call<'rooms.update'>): Promise<CommandReply<'rooms.update'>> {
    return { event: viewOfEvent(await this.rooms.update(roomCommandOf(call), call.payload.changes)) };
  }

  @Command('rooms.answerRequest')
  async answerRequest({ payload, user }: Call<'rooms.answerRequest'>): Promise<CommandReply<'rooms.answerRequest'>> {
    await this.requests.answer(payload.roomId, (user as UserView).id, payload.accept);
    return {};
  }

  @Command('rooms.archive')
  async archive(call: Call<'rooms.archive'>): Promise<CommandReply<'rooms.archive'>> {
    return { event: viewOfEvent(await this.rooms.archive(roomCommandOf(call), call.payload.on)) };
  }
}
