import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  jsonFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
  RoomViewersRegistry,
} from '@visionary/accounts';
import { RoomAccess } from '@visionary/platform/realtime';
import { Members, Rooms } from '../domain/rooms.js';

/** More rooms than a user belongs to. */
const ALL = 10_000;

/** What accounts asks about rooms: those of somebody, for the export of their data, and who can see one. */
@Injectable()
export class RoomsExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly circles: RoomViewersRegistry,
    private readonly access: RoomAccess,
    private readonly rooms: Rooms,
    private readonly members: Members,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.circles.use(async (roomId, askerId) => {
      const standing = await this.access.getCached(askerId, roomId);
      if (!standing || standing.isBanned) return null;
      return { memberIds: await this.members.idsOf(roomId), isOpen: standing.isPublic };
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield await Promise.resolve(jsonFile('rooms.json', () => this.roomsOf(userId)));
  }

  private async roomsOf(userId: string): Promise<object[]> {
    const roles = new Map((await this.members.roomsOf(userId)).map(({ roomId, role }) => [roomId, role]));
    const rooms = await this.rooms.ofMember(userId, 'room', ALL);
    const directs = await this.rooms.ofMember(userId, 'direct', ALL);
    return [...rooms, ...directs].map(({ id, name, topic, kind, visibility, createdAt }) => {
      const createdOn = new Date(createdAt).toISOString();
      return { id, kind, name, topic, visibility, role: roles.get(id), createdAt: createdOn };
    });
  }
}
