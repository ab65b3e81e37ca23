import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Invitation, Invitations } from '../domain/rooms.js';
import type { RoomTables } from './tables.js';

@Injectable()
export class SqlInvitations extends Invitations {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ tokenHash, roomId, byId, createdAt }: Invitation): Promise<void> {
    const row = { token_hash: tokenHash, room_id: roomId, by_id: byId, created_at: createdAt };
    await this.database.query<RoomTables>().insertInto('invitation').values(row).execute();
  }

  async find(tokenHash: string): Promise<Invitation | null> {
    const row = await this.database
      .query<RoomTables>()
      .selectFrom('invitation')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst();
    if (!row) return null;
    return { tokenHash: row.token_hash, roomId: row.room_id, byId: row.by_id, createdAt: row.created_at };
  }
}
