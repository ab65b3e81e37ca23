import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { UnitOfWork } from '@visionary/kernel';
import {
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { type Room, roomSubject } from '../domain/room.js';
import { RoomRightsChanged } from '../domain/room-event.js';
import { deletedUser } from '../domain/user.js';
import { Rooms } from '../storage/rooms.js';
import { RoomLog } from './room-log.js';

interface HiddenRoom {
  readonly wasArchived: boolean;
}

/** Lets moderators hide and restore rooms. A hidden room is archived and closed to its members. */
@Injectable()
export class ModeratedRooms implements ModerationHandler, OnModuleInit {
  readonly name = 'rooms';

  constructor(
    private readonly registry: ModerationRegistry,
    private readonly rooms: Rooms,
    private readonly users: Users,
    private readonly log: RoomLog,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.add('room', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = await Promise.all(subjects.map(({ id }) => this.rooms.find(id)));
    const rooms = found.filter((room) => room !== null && room.kind === 'room') as Room[];
    return new Map(rooms.map((room) => [subjectKey({ kind: 'room', id: room.id }), detailsOf(room)]));
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const membership = await this.rooms.findMembership(id, userId);
    return membership !== null && (membership.stored !== null || membership.room.visibility === 'public');
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<HiddenRoom> {
    this.work.invalidate(roomSubject(id));
    const room = await this.rooms.find(id);
    if (!room) return { wasArchived: true };
    await this.logArchived(room, byId ?? room.ownerId, true);
    if (room.archivedAt === null) await this.rooms.archive(id, at);
    await this.rooms.hide(id, at);
    this.work.publish(new RoomRightsChanged(id, null));
    return { wasArchived: room.archivedAt !== null };
  }

  async restore({ id }: Subject, hidden: object): Promise<void> {
    this.work.invalidate(roomSubject(id));
    const [room] = await this.rooms.findIncludingHidden([id]);
    if (!room) return;
    const { wasArchived = false } = hidden as Partial<HiddenRoom>;
    await this.rooms.hide(id, null);
    if (!wasArchived) await this.rooms.archive(id, null);
    await this.logArchived(room, room.ownerId, wasArchived);
    this.work.publish(new RoomRightsChanged(id, null));
  }

  /** The event also updates lobbies. */
  private async logArchived({ id }: Room, byId: string, on: boolean): Promise<void> {
    const by = (await this.users.byIds([byId])).get(byId) ?? deletedUser(byId);
    await this.log.append({ roomId: id, type: 'rooms.archived', actorId: byId, payload: () => ({ by, on }) });
  }
}

const detailsOf = ({ id, name, topic, ownerId, createdAt }: Room): SubjectDetails => ({
  title: name,
  text: topic,
  authorId: ownerId,
  at: createdAt,
  path: `/rooms/${id}`,
});
