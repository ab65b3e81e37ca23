import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { deletedUser, Users } from '../../domain/user.js';
import { RoomRightsChanged } from '../../domain/room-event.js';
import type { Room } from '../../domain/room.js';
import { Rooms } from '../../domain/rooms.js';
import { roomSubject } from '../../domain/subjects.js';
import { RoomLog } from '../room-log.js';

interface HiddenRoom {
  readonly wasArchived: boolean;
}

/** Rooms themselves, for those who moderate: archived and hidden from everybody in them, and opened again. */
@Injectable()
export class ModeratedRooms implements ModerationHandler, OnModuleInit {
  readonly name = 'rooms';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly rooms: Rooms,
    private readonly users: Users,
    private readonly log: RoomLog,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('room', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = await Promise.all(subjects.map(({ id }) => this.rooms.find(id)));
    const rooms = found.filter((room) => room !== null && room.kind === 'room') as Room[];
    return new Map(rooms.map((room) => [subjectKey({ kind: 'room', id: room.id }), factsOf(room)]));
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    const place = await this.rooms.findPlace(id, userId);
    return place !== null && (place.stored !== null || place.room.visibility === 'public');
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<HiddenRoom> {
    this.work.invalidate(roomSubject(id));
    const room = await this.rooms.find(id);
    if (!room) return { wasArchived: true };
    await this.say(room, byId ?? room.ownerId, true);
    if (room.archivedAt === null) await this.rooms.archive(id, at);
    await this.rooms.hide(id, at);
    this.work.publish(new RoomRightsChanged(id, null));
    return { wasArchived: room.archivedAt !== null };
  }

  async restore({ id }: Subject, kept: object): Promise<void> {
    this.work.invalidate(roomSubject(id));
    const [room] = await this.rooms.findIncludingHidden([id]);
    if (!room) return;
    const { wasArchived = false } = kept as Partial<HiddenRoom>;
    await this.rooms.hide(id, null);
    if (!wasArchived) await this.rooms.archive(id, null);
    await this.say(room, room.ownerId, wasArchived);
    this.work.publish(new RoomRightsChanged(id, null));
  }

  /** The room's log tells it, and so do lobbies. */
  private async say({ id }: Room, byId: string, on: boolean): Promise<void> {
    const by = (await this.users.byIds([byId])).get(byId) ?? deletedUser(byId);
    await this.log.append({ roomId: id, type: 'rooms.archived', actorId: byId, payload: () => ({ by, on }) });
  }
}

const factsOf = ({ id, name, topic, ownerId, createdAt }: Room): SubjectDetails => ({
  ...{ title: name, text: topic, authorId: ownerId, at: createdAt, path: `/rooms/${id}` },
});
