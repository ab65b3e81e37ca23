import { Injectable } from '@nestjs/common';
import type { Role, RoomSettings } from '@visionary/contract';
import { afterKeyset, Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import { type LobbyCursor, type ModeratedRoom, type Room, type RoomMembershipRow, searchable } from '../domain/room.js';

const roomOf = (row: Row<'room'>): Room => ({
  id: row.id,
  name: row.name,
  topic: row.topic,
  visibility: row.visibility,
  language: row.language,
  ownerId: row.owner_id,
  createdAt: row.created_at,
  lastSeq: row.last_seq,
  activeAt: row.last_active_at,
  kind: row.kind,
  defaultRole: row.default_role,
  ownRenderersOnly: row.own_renderers_only === 1,
  archivedAt: row.archived_at,
});

const searchTextOf = ({ name, topic }: Room): string => searchable(`${name}\n${topic}`);

/** Escapes the wildcards of LIKE. */
const containing = (search: string) => `%${search.replace(/[!%_]/g, '!$&')}%`;

/** Only `rooms.created` is in the log. */
export const SEQ_OF_EMPTY_ROOM = 1;

/** Users per `in (…)`. */
const BATCH_SIZE = 1_000;

interface StoredRow {
  readonly user_id: string;
  readonly role: Role | null;
  readonly banned: string | null;
  readonly until: number | null;
}

/** What one row of one of the three tables says about a user. */
const membershipPartOf = ({ role, banned, until }: StoredRow): Partial<RoomMembershipRow> => ({
  ...(role !== null && { storedRole: role }),
  ...(banned !== null && { isBanned: true }),
  ...(until !== null && { mutedUntil: Number(until) }),
});

/** The room table. Methods do not find hidden rooms unless they say so. */
@Injectable()
export class Rooms {
  constructor(private readonly database: Database) {}

  /** Also adds the creator as a member: an owner, or an editor of a direct room. */
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
      last_active_at: room.activeAt,
      kind: room.kind,
      default_role: room.defaultRole,
      own_renderers_only: room.ownRenderersOnly ? 1 : 0,
      archived_at: room.archivedAt,
      hidden_at: null,
      search_text: searchTextOf(room),
    };
    await this.database.insertInto('room').values(row).execute();
    const role = room.kind === 'direct' ? ('editor' as const) : ('owner' as const);
    const creator = { room_id: room.id, user_id: room.ownerId, role, joined_at: room.createdAt, read_seq: 0 };
    const joined_privately = room.visibility === 'private' ? 1 : 0;
    await this.database
      .insertInto('room_member')
      .values({ ...creator, joined_privately })
      .execute();
  }

  async find(roomId: string): Promise<Room | null> {
    return (await this.findMembership(roomId, null))?.room ?? null;
  }

  /** The room and everything stored of the user in it. One query. */
  async findMembership(roomId: string, userId: string | null): Promise<RoomMembershipRow | null> {
    const id = userId ?? '';
    const row = await this.database
      .selectFrom('room')
      .leftJoin('room_member', (join) =>
        join.onRef('room_member.room_id', '=', 'room.id').on('room_member.user_id', '=', id),
      )
      .leftJoin('room_ban', (join) => join.onRef('room_ban.room_id', '=', 'room.id').on('room_ban.user_id', '=', id))
      .leftJoin('room_mute', (join) => join.onRef('room_mute.room_id', '=', 'room.id').on('room_mute.user_id', '=', id))
      .leftJoin('direct_room', 'direct_room.room_id', 'room.id')
      .selectAll('room')
      .select([
        'room_member.role',
        'room_ban.user_id as banned',
        'room_mute.until',
        'direct_room.user_a_id',
        'direct_room.user_b_id',
        'direct_room.requester_id',
      ])
      .where('room.id', '=', roomId)
      .where('room.hidden_at', 'is', null)
      .executeTakeFirst();
    if (!row) return null;
    const otherUserId = row.user_a_id === userId ? row.user_b_id : row.user_a_id;
    return {
      room: roomOf(row),
      storedRole: row.role,
      isBanned: row.banned !== null,
      mutedUntil: row.until,
      otherUserId,
      requesterId: row.requester_id,
    };
  }

  /** Like `findMembership` for many users of one room. Two queries; memberships are not older than the room. */
  async findMemberships(
    roomId: string,
    userIds: readonly (string | null)[],
  ): Promise<(userId: string | null) => RoomMembershipRow | null> {
    const [first = null, ...others] = new Set(userIds);
    if (others.length === 0) {
      const membership = await this.findMembership(roomId, first);
      return () => membership;
    }
    const room = await this.find(roomId);
    if (!room) return () => null;
    if (room.kind === 'direct') return this.membershipsOfDirect(roomId, [first, ...others]);
    const stored = await this.storedOf(
      roomId,
      [first, ...others].filter((id) => id !== null),
    );
    const noMembership = { storedRole: null, isBanned: false, mutedUntil: null, otherUserId: null, requesterId: null };
    return (userId) => ({ room, ...noMembership, ...(userId !== null && stored.get(userId)) });
  }

  async change(roomId: string, { defaultRole, ownRenderersOnly, ...changes }: Partial<RoomSettings>): Promise<void> {
    const columns = {
      ...changes,
      ...(defaultRole !== undefined && { default_role: defaultRole }),
      ...(ownRenderersOnly !== undefined && { own_renderers_only: ownRenderersOnly ? 1 : 0 }),
    };
    if (Object.keys(columns).length === 0) return;
    await this.database.updateTable('room').set(columns).where('id', '=', roomId).execute();
    const room = await this.find(roomId);
    if (!room) return;
    const search_text = searchTextOf(room);
    await this.database.updateTable('room').set({ search_text }).where('id', '=', roomId).execute();
  }

  /** @param at null: not archived */
  async archive(roomId: string, at: number | null): Promise<void> {
    await this.database.updateTable('room').set({ archived_at: at }).where('id', '=', roomId).execute();
  }

  /** @param at null: not hidden */
  async hide(roomId: string, at: number | null): Promise<void> {
    await this.database.updateTable('room').set({ hidden_at: at }).where('id', '=', roomId).execute();
  }

  /** As moderators see them. Without direct rooms. */
  async moderated(roomIds: readonly string[]): Promise<ModeratedRoom[]> {
    if (roomIds.length === 0) return [];
    const rooms = this.database.selectFrom('room').selectAll().where('id', 'in', roomIds).where('kind', '=', 'room');
    return (await rooms.execute()).map((row) => ({ ...roomOf(row), isHidden: row.hidden_at !== null }));
  }

  async setOwner(roomId: string, ownerId: string): Promise<void> {
    await this.database.updateTable('room').set({ owner_id: ownerId }).where('id', '=', roomId).execute();
  }

  /** Rooms of a member, most recently active first. Without requests that are empty or that the member declined. */
  async ofMember(userId: string, kind: Room['kind'], limit: number): Promise<Room[]> {
    const rows = await this.database
      .selectFrom('room')
      .innerJoin('room_member', 'room_member.room_id', 'room.id')
      .leftJoin('direct_room', 'direct_room.room_id', 'room.id')
      .selectAll('room')
      .where(({ eb, or, and }) =>
        or([
          eb('direct_room.requester_id', 'is', null),
          eb('direct_room.requester_id', '=', userId),
          and([eb('direct_room.declined_at', 'is', null), eb('room.last_seq', '>', SEQ_OF_EMPTY_ROOM)]),
        ]),
      )
      .where('room_member.user_id', '=', userId)
      .where('room.kind', '=', kind)
      .where('room.hidden_at', 'is', null)
      .orderBy('room.last_active_at', 'desc')
      .orderBy('room.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(roomOf);
  }

  /** Open rooms, most recently active first. @param search searchable text; '' matches all */
  async open(search: string, after: LobbyCursor | null, limit: number): Promise<Room[]> {
    let rooms = this.openRooms(search).selectAll();
    if (after) rooms = rooms.where(afterKeyset(['last_active_at', 'id'], [after.activeAt, after.id], 'desc'));
    const rows = await rooms.orderBy('last_active_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map(roomOf);
  }

  /** Open rooms of a member: owned ones first, then the most recently active. */
  async openOf(userId: string, limit: number): Promise<Room[]> {
    const rows = await this.openRooms('')
      .innerJoin('room_member', 'room_member.room_id', 'room.id')
      .selectAll('room')
      .where('room_member.user_id', '=', userId)
      .where('room.kind', '=', 'room')
      .orderBy(sql`case when room.owner_id = ${userId} then 0 else 1 end`)
      .orderBy('room.last_active_at', 'desc')
      .orderBy('room.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(roomOf);
  }

  /** The public ones of these rooms, including archived ones. */
  async publicAmong(roomIds: readonly string[]): Promise<Room[]> {
    if (roomIds.length === 0) return [];
    const rooms = this.database.selectFrom('room').selectAll().where('id', 'in', roomIds);
    const open = rooms.where('visibility', '=', 'public').where('hidden_at', 'is', null);
    return (await open.execute()).map(roomOf);
  }

  /** Ids of those that don't insist on the instance's own renderers. */
  async allowingLentRenderers(roomIds: readonly string[]): Promise<Set<string>> {
    const rooms = this.database.selectFrom('room').select('id').where('id', 'in', roomIds);
    const rows = await rooms.where('own_renderers_only', '=', 0).execute();
    return new Set(rows.map(({ id }) => id));
  }

  async countOpen(search: string): Promise<number> {
    const counted = this.openRooms(search).select(({ fn }) => fn.countAll<number>().as('rooms'));
    return Number((await counted.executeTakeFirstOrThrow()).rooms);
  }

  /** A direct room has only two users. */
  private async membershipsOfDirect(
    roomId: string,
    userIds: readonly (string | null)[],
  ): Promise<(userId: string | null) => RoomMembershipRow | null> {
    const memberships = new Map<string | null, RoomMembershipRow | null>();
    for (const id of userIds) memberships.set(id, await this.findMembership(roomId, id));
    return (userId) => memberships.get(userId) ?? null;
  }

  private async storedOf(
    roomId: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, Partial<RoomMembershipRow>>> {
    const memberships = new Map<string, Partial<RoomMembershipRow>>();
    const none = sql<null>`null`;
    for (let from = 0; from < userIds.length; from += BATCH_SIZE) {
      const batch = userIds.slice(from, from + BATCH_SIZE);
      const rows = await this.database
        .selectFrom('room_member')
        .select(['user_id', 'role', none.as('banned'), none.as('until')])
        .$castTo<StoredRow>()
        .where('room_id', '=', roomId)
        .where('user_id', 'in', batch)
        .unionAll((query) =>
          query
            .selectFrom('room_ban')
            .select(['user_id', none.as('role'), 'user_id as banned', none.as('until')])
            .$castTo<StoredRow>()
            .where('room_id', '=', roomId)
            .where('user_id', 'in', batch),
        )
        .unionAll((query) =>
          query
            .selectFrom('room_mute')
            .select(['user_id', none.as('role'), none.as('banned'), 'until'])
            .$castTo<StoredRow>()
            .where('room_id', '=', roomId)
            .where('user_id', 'in', batch),
        )
        .execute();
      for (const row of rows) {
        memberships.set(row.user_id, { ...memberships.get(row.user_id), ...membershipPartOf(row) });
      }
    }
    return memberships;
  }

  private openRooms(search: string) {
    const all = this.database.selectFrom('room').where('visibility', '=', 'public').where('archived_at', 'is', null);
    const open = all.where('hidden_at', 'is', null);
    return search ? open.where(sql<boolean>`search_text like ${containing(search)} escape '!'`) : open;
  }
}
