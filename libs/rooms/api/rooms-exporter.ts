import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomAccess } from '@visionary/kernel';
import {
  type ExportFile,
  jsonFile,
  type PersonalDataExporter,
  PersonalDataExporters,
  RoomViewersRegistry,
} from '@visionary/accounts';
import { MembersService } from '../use-cases/members.service.js';
import { RoomsService } from '../use-cases/rooms.service.js';

const MAX_ROOMS = 10_000;

/** What the accounts slice needs of rooms: their export, and who can see one. */
@Injectable()
export class RoomsExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly roomViewers: RoomViewersRegistry,
    private readonly access: RoomAccess,
    private readonly rooms: RoomsService,
    private readonly members: MembersService,
  ) {}

  onModuleInit(): void {
    this.exporters.add(this);
    this.roomViewers.use(async (roomId, askerId) => {
      const access = await this.access.getCached(askerId, roomId);
      if (!access || access.isBanned) return null;
      return { memberIds: await this.members.idsOf(roomId), isOpen: access.isPublic };
    });
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield await Promise.resolve(jsonFile('rooms.json', () => this.roomsOf(userId)));
  }

  private async roomsOf(userId: string): Promise<object[]> {
    const roles = await this.members.rolesOf(userId);
    const rooms = await this.rooms.ofMember(userId, 'room', MAX_ROOMS);
    const directRooms = await this.rooms.ofMember(userId, 'direct', MAX_ROOMS);
    return [...rooms, ...directRooms].map(({ id, name, topic, kind, visibility, createdAt }) => ({
      id,
      kind,
      name,
      topic,
      visibility,
      role: roles.get(id),
      createdAt: new Date(createdAt).toISOString(),
    }));
  }
}
