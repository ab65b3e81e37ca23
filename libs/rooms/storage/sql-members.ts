import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import type { Role } from '../domain/room.js';
import { Members } from '../domain/rooms.js';
import type { RoomTables } from './tables.js';

@Injectable()
export class SqlMembers extends Members {
  constructor(private readonly database: Database) {
    super();
  }

  async add(roomId: string, personId: string, role: Role): Promise<boolean> {
    const row = { room_id: roomId, person_id: personId, role };
    try {
      await this.database.query<RoomTables>().insertInto('member').values(row).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  async idsOf(roomId: string): Promise<string[]> {
    const rows = await this.database
      .query<RoomTables>()
      .selectFrom('member')
      .select('person_id')
      .where('room_id', '=', roomId)
      .execute();
    return rows.map((row) => row.person_id);
  }
}
