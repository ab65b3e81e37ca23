import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Recipient, RoomInfo } from '../domain/room-directory.js';
import type { RoomDirectoryTables } from './tables.js';

const MAX_CACHED_KINDS = 10_000;

const roomOf = (row: Omit<RoomDirectoryTables['room'], 'hidden_at'>): RoomInfo => ({
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
    const row = await this.query.selectFrom('room').select(COLUMNS).where('id', '=', roomId).executeTakeFirst();
    return row ? roomOf(row) : null;
  }

  async byIds(roomIds: readonly string[]): Promise<RoomInfo[]> {
    if (roomIds.length === 0) return [];
    return (await this.query.selectFrom('room').select(COLUMNS).where('id', 'in', roomIds).execute()).map(roomOf);
  }

  /** @returns those rooms that the user can see */
  async visibleTo(userId: string, roomIds: readonly string[]): Promise<RoomInfo[]> {
    if (roomIds.length === 0) return [];
    const rows = await this.query
      .selectFrom('room')
      .leftJoin('member', (join) => join.onRef('member.room_id', '=', 'room.id').on('member.person_id', '=', userId))
      .leftJoin('ban', (join) => join.onRef('ban.room_id', '=', 'room.id').on('ban.person_id', '=', userId))
      .select(COLUMNS)
      .where('room.id', 'in', roomIds)
      .where('ban.person_id', 'is', null)
      .where('room.hidden_at', 'is', null)
      .where(({ eb, or }) => or([eb('member.person_id', 'is not', null), eb('room.visibility', '=', 'public')]))
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
    const rows = await this.query
      .selectFrom('account')
      .innerJoin('room', (join) => join.on('room.id', '=', roomId))
      .leftJoin('member', (join) =>
        join.onRef('member.person_id', '=', 'account.id').onRef('member.room_id', '=', 'room.id'),
      )
      .leftJoin('ban', (join) => join.onRef('ban.person_id', '=', 'account.id').onRef('ban.room_id', '=', 'room.id'))
      .leftJoin('block', (join) =>
        join.onRef('block.person_id', '=', 'account.id').on('block.blocked_id', '=', authorId),
      )
      .select(['account.id', 'member.notify', 'block.blocked_id'])
      .where('account.id', 'in', others)
      .where(({ eb, and, or }) =>
        or([
          eb('member.person_id', 'is not', null),
          and([eb('room.visibility', '=', 'public'), eb('ban.person_id', 'is', null)]),
        ]),
      )
      .execute();
    return rows.map(({ id, notify, blocked_id }) => ({
      userId: id,
      notificationLevel: notify ?? 'all',
      hasBlockedAuthor: blocked_id !== null,
    }));
  }

  /** @returns all members but the author; one query */
  async members(roomId: string, authorId: string): Promise<Recipient[]> {
    const rows = await this.query
      .selectFrom('member')
      .leftJoin('block', (join) =>
        join.onRef('block.person_id', '=', 'member.person_id').on('block.blocked_id', '=', authorId),
      )
      .select(['member.person_id', 'member.notify', 'block.blocked_id'])
      .where('member.room_id', '=', roomId)
      .where('member.person_id', '!=', authorId)
      .execute();
    return rows.map(({ person_id, notify, blocked_id }) => ({
      userId: person_id,
      notificationLevel: notify,
      hasBlockedAuthor: blocked_id !== null,
    }));
  }

  private get query() {
    return this.database.query<RoomDirectoryTables>();
  }
}
