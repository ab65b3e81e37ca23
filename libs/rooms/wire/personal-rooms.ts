import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonFile, PersonalData, type PersonalFile, type PersonalPart, RoomCircles } from '@visionary/accounts';
import { RoomAccess } from '@visionary/platform/realtime';
import { Members, Rooms } from '../domain/rooms.js';

/** More rooms than a person belongs to. */
const ALL = 10_000;

/** What accounts asks about rooms: those of somebody, for the export of their data, and who can see one. */
@Injectable()
export class PersonalRooms implements PersonalPart, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalData,
    private readonly circles: RoomCircles,
    private readonly access: RoomAccess,
    private readonly rooms: Rooms,
    private readonly members: Members,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.circles.use(async (roomId, askerId) => {
      const standing = await this.access.standingOf(askerId, roomId);
      if (!standing || standing.isBanned) return null;
      return { memberIds: await this.members.idsOf(roomId), isOpen: standing.isPublic };
    });
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield await Promise.resolve(jsonFile('rooms.json', () => this.roomsOf(personId)));
  }

  private async roomsOf(personId: string): Promise<object[]> {
    const roles = new Map((await this.members.roomsOf(personId)).map(({ roomId, role }) => [roomId, role]));
    const rooms = await this.rooms.ofMember(personId, 'room', ALL);
    const directs = await this.rooms.ofMember(personId, 'direct', ALL);
    return [...rooms, ...directs].map(({ id, name, topic, kind, visibility, createdAt }) => {
      const createdOn = new Date(createdAt).toISOString();
      return { id, kind, name, topic, visibility, role: roles.get(id), createdAt: createdOn };
    });
  }
}
