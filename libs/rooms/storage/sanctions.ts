import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Ban } from '../domain/room.js';

/** Bans and mutes in rooms. Both outlive leaving and joining again. */
@Injectable()
export class Sanctions {
  constructor(private readonly database: Database) {}

  /** A second ban replaces the reason. */
  async ban({ roomId, userId, byId, reason, at }: Ban): Promise<void> {
    await this.unban(roomId, userId);
    const row = { room_id: roomId, user_id: userId, actor_id: byId, reason, at };
    await this.database.insertInto('room_ban').values(row).execute();
  }

  /** @returns whether the user was banned */
  async unban(roomId: string, userId: string): Promise<boolean> {
    const ban = this.database.deleteFrom('room_ban').where('room_id', '=', roomId).where('user_id', '=', userId);
    return (await ban.executeTakeFirst()).numDeletedRows > 0n;
  }

  /** Newest first. */
  async bansOf(roomId: string, limit: number): Promise<Ban[]> {
    const bans = this.database.selectFrom('room_ban').selectAll().where('room_id', '=', roomId);
    const rows = await bans.orderBy('at', 'desc').orderBy('user_id').limit(limit).execute();
    return rows.map((row) => ({
      roomId,
      userId: row.user_id,
      byId: row.actor_id,
      reason: row.reason,
      at: row.at,
    }));
  }

  /** The banned ones of these users. */
  async bannedAmong(roomId: string, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const bans = this.database.selectFrom('room_ban').select('user_id').where('room_id', '=', roomId);
    const rows = await bans.where('user_id', 'in', userIds).execute();
    return new Set(rows.map((row) => row.user_id));
  }

  /** @param until null: not muted */
  async mute(roomId: string, userId: string, until: number | null): Promise<void> {
    const mutes = this.database.deleteFrom('room_mute').where('room_id', '=', roomId);
    await mutes.where('user_id', '=', userId).execute();
    if (until === null) return;
    await this.database.insertInto('room_mute').values({ room_id: roomId, user_id: userId, until }).execute();
  }

  /** End of each active mute, by user id. */
  async mutesOf(roomId: string, now: number): Promise<ReadonlyMap<string, number>> {
    const mutes = this.database.selectFrom('room_mute').selectAll().where('room_id', '=', roomId);
    const rows = await mutes.where('until', '>', now).execute();
    return new Map(rows.map((row) => [row.user_id, row.until]));
  }

  /** Deletes all bans and mutes of a user. */
  async forget(userId: string): Promise<void> {
    await this.database.deleteFrom('room_ban').where('user_id', '=', userId).execute();
    await this.database.deleteFrom('room_mute').where('user_id', '=', userId).execute();
  }
}
