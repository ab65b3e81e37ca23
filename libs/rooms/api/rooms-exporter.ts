import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomAccess, isoTime } from '@visionary/kernel';
import { PersonalDataExporters, RoomViewersRegistry } from '@visionary/accounts';
import { MembersService } from '../use-cases/members.service.js';
import { RoomsService } from '../use-cases/rooms.service.js';

const MAX_ROOMS = 10_000;

/** What the accounts slice needs of rooms: their export, and who can see one. */
@Injectable()
export class RoomsExporter implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly roomViewers: RoomViewersRegistry,
    private readonly access: RoomAccess,
    private readonly rooms: RoomsService,
    private readonly members: MembersService,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('rooms.json', (userId) => this.roomsOf(userId));
    this.roomViewers.use(async (roomId, requesterId) => {
      const access = await this.access.getCached(requesterId, roomId);
      if (!access || access.isBanned) return null;
      return { memberIds: await this.members.idsOf(roomId), isOpen: access.isPublic };
    });
  }

  private async *roomsOf(userId: string): AsyncIterable<readonly object[]> {
    const roles = await this.members.rolesOf(userId);
    const rooms = await this.rooms.ofMember(userId, 'room', MAX_ROOMS);
    const directRooms = await this.rooms.ofMember(userId, 'direct', MAX_ROOMS);
    yield [...rooms, ...directRooms].map(({ id, name, topic, kind, visibility, createdAt }) => ({
      id,
      kind,
      name,
      topic,
      visibility,
      role: roles.get(id),
      createdAt: isoTime(createdAt),
    }));
  }
}
