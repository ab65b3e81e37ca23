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
import { type ModeratedRoom, type Room, roomCacheTag } from '../domain/room.js';
import { RoomRightsChanged } from '../domain/room-event.js';
import { deletedUser } from '../domain/user.js';
import { Rooms } from '../storage/rooms.js';
import { RoomLog } from '../storage/room-log.js';

/** Lets moderators hide and restore rooms. A hidden room is closed to its members. */
@Injectable()
export class ModeratedRooms implements ModerationHandler, OnModuleInit {
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
    const rooms = await this.rooms.moderated(subjects.map(({ id }) => id));
    return new Map(rooms.map((room) => [subjectKey({ kind: 'room', id: room.id }), detailsOf(room)]));
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const membership = await this.rooms.findMembership(id, userId);
    return membership !== null && (membership.storedRole !== null || membership.room.visibility === 'public');
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<void> {
    this.work.invalidate(roomCacheTag(id));
    const room = await this.rooms.find(id);
    if (!room) return;
    await this.logArchived(room, byId ?? room.ownerId, true);
    await this.rooms.hide(id, at);
    this.work.publish(new RoomRightsChanged(id, null));
  }

  async restore({ id }: Subject): Promise<void> {
    this.work.invalidate(roomCacheTag(id));
    const [room] = await this.rooms.moderated([id]);
    if (!room) return;
    await this.rooms.hide(id, null);
    await this.logArchived(room, room.ownerId, room.archivedAt !== null);
    this.work.publish(new RoomRightsChanged(id, null));
  }

  /** Clients treat a hidden room as an archived one. The event also updates lobbies. */
  private async logArchived({ id }: Room, byId: string, on: boolean): Promise<void> {
    const by = (await this.users.byIds([byId])).get(byId) ?? deletedUser(byId);
    await this.log.append({ roomId: id, type: 'rooms.archived', actorId: byId, payload: () => ({ by, on }) });
  }
}

const detailsOf = ({ id, name, topic, ownerId, createdAt, isHidden }: ModeratedRoom): SubjectDetails => ({
  title: name,
  text: topic,
  authorId: ownerId,
  at: createdAt,
  isHidden,
  path: `/rooms/${id}`,
});
