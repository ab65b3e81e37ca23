import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Selectable, sql } from 'kysely';
import { type Role, type Room, searchable } from '../domain/room.js';
import { type LobbyPlace, Rooms } from '../domain/rooms.js';
import type { RoomTables } from './tables.js';

const roomOf = (row: Selectable<RoomTables['room']>): Room => ({
  id: row.id,
  name: row.name,
  topic: row.topic,
  visibility: row.visibility,
  language: row.language,
  ownerId: row.owner_id,
  createdAt: row.created_at,
  lastSeq: row.last_seq,
  activeAt: row.active_at,
});

/** What people type holds no wildcards of LIKE. */
const containing = (search: string) => `%${search.replace(/[!%_]/g, '!$&')}%`;

@Injectable()
export class SqlRooms extends Rooms {
  constructor(private readonly database: Database) {
    super();
  }

  async add(room: Room): Promise<void> {
    const row = {
      id: room.id,
      name: room.name,
      topic: room.topic,
      visibility: room.visibility,
      language: room.language,
      owner_id: room.ownerId,
      created_at: room.createdAt,
      last_seq: room.lastSeq,
      active_at: room.activeAt,
      search_text: searchable(`${room.name}\n${room.topic}`),
    };
    await this.query.insertInto('room').values(row).execute();
    const owner = { room_id: room.id, person_id: room.ownerId, role: 'owner' as const };
    await this.query.insertInto('member').values(owner).execute();
  }

  async find(roomId: string): Promise<Room | null> {
    return (await this.findWithRole(roomId, null))?.room ?? null;
  }

  async findWithRole(roomId: string, personId: string | null): Promise<{ room: Room; stored: Role | null } | null> {
    const row = await this.query
      .selectFrom('room')
      .leftJoin('member', (join) =>
        join.onRef('member.room_id', '=', 'room.id').on('member.person_id', '=', personId ?? ''),
      )
      .selectAll('room')
      .select('member.role')
      .where('room.id', '=', roomId)
      .executeTakeFirst();
    return row ? { room: roomOf(row), stored: row.role } : null;
  }

  async ofMember(personId: string, limit: number): Promise<Room[]> {
    const rows = await this.query
      .selectFrom('room')
      .innerJoin('member', 'member.room_id', 'room.id')
      .selectAll('room')
      .where('member.person_id', '=', personId)
      .orderBy('room.active_at', 'desc')
      .orderBy('room.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(roomOf);
  }

  async open(search: string, after: LobbyPlace | null, limit: number): Promise<Room[]> {
    let rooms = this.openRooms(search).selectAll();
    if (after) {
      rooms = rooms.where(({ eb, and, or }) =>
        or([
          eb('active_at', '<', after.activeAt),
          and([eb('active_at', '=', after.activeAt), eb('id', '<', after.id)]),
        ]),
      );
    }
    const rows = await rooms.orderBy('active_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(roomOf);
  }

  async countOpen(search: string): Promise<number> {
    const counted = this.openRooms(search).select(({ fn }) => fn.countAll<number>().as('rooms'));
    return Number((await counted.executeTakeFirstOrThrow()).rooms);
  }

  private get query() {
    return this.database.query<RoomTables>();
  }

  private openRooms(search: string) {
    const open = this.query.selectFrom('room').where('visibility', '=', 'public');
    return search ? open.where(sql<boolean>`search_text like ${containing(search)} escape '!'`) : open;
  }
}
