import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Ban } from '../domain/room.js';
import type { RoomTables } from './tables.js';

/** Bans and mutes in rooms. Both outlive leaving and joining again. */
@Injectable()
export class Sanctions {
  constructor(private readonly database: Database) {}

  /** A second ban replaces the reason. */
  async ban({ roomId, userId, byId, reason, at }: Ban): Promise<void> {
    await this.unban(roomId, userId);
    const row = { room_id: roomId, person_id: userId, by_id: byId, reason, at };
    await this.query.insertInto('ban').values(row).execute();
  }

  /** @returns whether the user was banned */
  async unban(roomId: string, userId: string): Promise<boolean> {
    const ban = this.query.deleteFrom('ban').where('room_id', '=', roomId).where('person_id', '=', userId);
    return (await ban.executeTakeFirst()).numDeletedRows > 0n;
  }

  /** Newest first. */
  async bansOf(roomId: string, limit: number): Promise<Ban[]> {
    const bans = this.query.selectFrom('ban').selectAll().where('room_id', '=', roomId);
    const rows = await bans.orderBy('at', 'desc').orderBy('person_id').limit(limit).execute();
    return rows.map((row) => ({
      ...{ roomId, userId: row.person_id, byId: row.by_id },
      ...{ reason: row.reason, at: row.at },
    }));
  }

  /** The banned ones of these users. */
  async bannedAmong(roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const bans = this.query.selectFrom('ban').select('person_id').where('room_id', '=', roomId);
    const rows = await bans.where('person_id', 'in', userIds).execute();
    return new Set(rows.map((row) => row.person_id));
  }

  /** @param until null: not muted */
  async mute(roomId: string, userId: string, until: number | null): Promise<void> {
    const mutes = this.query.deleteFrom('mute').where('room_id', '=', roomId);
    await mutes.where('person_id', '=', userId).execute();
    if (until === null) return;
    await this.query.insertInto('mute').values({ room_id: roomId, person_id: userId, until }).execute();
  }

  /** End of each active mute, by user id. */
  async mutesOf(roomId: string, now: number): Promise<ReadonlyMap<string, number>> {
    const mutes = this.query.selectFrom('mute').selectAll().where('room_id', '=', roomId);
    const rows = await mutes.where('until', '>', now).execute();
    return new Map(rows.map((row) => [row.person_id, row.until]));
  }

  /** Deletes all bans and mutes of a user. */
  async forget(userId: string): Promise<void> {
    await this.query.deleteFrom('ban').where('person_id', '=', userId).execute();
    await this.query.deleteFrom('mute').where('person_id', '=', userId).execute();
  }

  private get query() {
    return this.database.query<RoomTables>();
  }
}
