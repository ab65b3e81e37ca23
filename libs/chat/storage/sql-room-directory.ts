import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import type { Recipient, RoomInfo } from '../domain/room-directory.js';

const MAX_CACHED_KINDS = 10_000;

const roomOf = (row: Pick<Row<'room'>, 'id' | 'name' | 'kind' | 'visibility' | 'last_seq'>): RoomInfo => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  visibility: row.visibility,
  lastSeq: row.last_seq,
});
const COLUMNS = ['room.id', 'room.name', 'room.kind', 'room.visibility', 'room.last_seq'] as const;

/** What chat reads of rooms and their members. */
@Injectable()
export class SqlRoomDirectory {
  private readonly kinds = new Map<string, RoomInfo['kind']>();

  constructor(private readonly database: Database) {}

  async find(roomId: string): Promise<RoomInfo | null> {
    const row = await this.database.selectFrom('room').select(COLUMNS).where('id', '=', roomId).executeTakeFirst();
    return row ? roomOf(row) : null;
  }

  async byIds(roomIds: readonly string[]): Promise<RoomInfo[]> {
    if (roomIds.length === 0) return [];
    return (await this.database.selectFrom('room').select(COLUMNS).where('id', 'in', roomIds).execute()).map(roomOf);
  }

  /** @returns those rooms that the user can see */
  async visibleTo(userId: string, roomIds: readonly string[]): Promise<RoomInfo[]> {
    if (roomIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('room')
      .leftJoin('room_member', (join) =>
        join.onRef('room_member.room_id', '=', 'room.id').on('room_member.user_id', '=', userId),
      )
      .leftJoin('room_ban', (join) =>
        join.onRef('room_ban.room_id', '=', 'room.id').on('room_ban.user_id', '=', userId),
      )
      .select(COLUMNS)
      .where('room.id', 'in', roomIds)
      .where('room_ban.user_id', 'is', null)
      .where('room.hidden_at', 'is', null)
      .where(({ eb, or }) => or([eb('room_member.user_id', 'is not', null), eb('room.visibility', '=', 'public')]))
      .execute();
    return rows.map(roomOf);
  }

  /** Cached, because it never changes and every message needs it. @returns null when there is no such room */
  async kindOf(roomId: string): Promise<RoomInfo['kind'] | null> {
    const cached = this.kinds.get(roomId);
    if (cached) return cached;
    const room = await this.find(roomId);
    if (!room) return null;
    if (this.kinds.size >= MAX_CACHED_KINDS) this.kinds.clear();
    this.kinds.set(roomId, room.kind);
    return room.kind;
  }

  /** @returns those users, without the author, who can see the room; one query */
  async recipientsAmong(roomId: string, authorId: string, userIds: readonly string[]): Promise<Recipient[]> {
    const others = userIds.filter((id) => id !== authorId);
    if (others.length === 0) return [];
    const rows = await this.database
      .selectFrom('account')
      .innerJoin('room', (join) => join.on('room.id', '=', roomId))
      .leftJoin('room_member', (join) =>
        join.onRef('room_member.user_id', '=', 'account.id').onRef('room_member.room_id', '=', 'room.id'),
      )
      .leftJoin('room_ban', (join) =>
        join.onRef('room_ban.user_id', '=', 'account.id').onRef('room_ban.room_id', '=', 'room.id'),
      )
      .select(['account.id', 'room_member.notify'])
      .where('account.id', 'in', others)
      .where(({ eb, and, or }) =>
        or([
          eb('room_member.user_id', 'is not', null),
          and([eb('room.visibility', '=', 'public'), eb('room_ban.user_id', 'is', null)]),
        ]),
      )
      .execute();
    return rows.map(({ id, notify }) => ({
      userId: id,
      notificationLevel: notify ?? 'all',
      isMember: notify !== null,
    }));
  }

  /** @returns all members but the author; one query */
  async members(roomId: string, authorId: string): Promise<Recipient[]> {
    const rows = await this.database
      .selectFrom('room_member')
      .select(['user_id', 'notify'])
      .where('room_id', '=', roomId)
      .where('user_id', '!=', authorId)
      .execute();
    return rows.map(({ user_id, notify }) => ({ userId: user_id, notificationLevel: notify, isMember: true }));
  }
}
