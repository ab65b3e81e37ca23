import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { MyTakeRooms, type RoomAccessSummary } from '../../domain/my-takes/my-take-rooms.js';
import type { PostTables } from '../posts/tables.js';

/** Columns of other slices that are read here. */
interface RoomTables {
  room: { id: string; name: string; kind: 'room' | 'direct'; visibility: 'public' | 'private' };
  member: { room_id: string; person_id: string };
  ban: { room_id: string; person_id: string };
  direct: { a_id: string; b_id: string; room_id: string };
  account: { id: string; name: string; shown_name: string | null };
}

@Injectable()
export class SqlMyTakeRooms extends MyTakeRooms {
  constructor(private readonly database: Database) {
    super();
  }

  async seenBy(userId: string, roomIds: readonly string[]): Promise<ReadonlyMap<string, RoomAccessSummary>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.query
      .selectFrom('room')
      .leftJoin('member', (join) => join.onRef('member.room_id', '=', 'room.id').on('member.person_id', '=', userId))
      .leftJoin('ban', (join) => join.onRef('ban.room_id', '=', 'room.id').on('ban.person_id', '=', userId))
      .leftJoin('direct', 'direct.room_id', 'room.id')
      .leftJoin('account as partner', (join) =>
        join.on(({ eb, and, or, ref }) =>
          and([
            or([eb('partner.id', '=', ref('direct.a_id')), eb('partner.id', '=', ref('direct.b_id'))]),
            eb('partner.id', '!=', userId),
          ]),
        ),
      )
      .select(['room.id', 'room.name', 'room.kind', 'room.visibility', 'partner.shown_name', 'partner.name as partner'])
      .select(['member.person_id as member', 'ban.person_id as banned'])
      .where('room.id', 'in', roomIds)
      .execute();
    return new Map(
      rows.map((row) => {
        const canOpen = row.banned === null && (row.member !== null || row.visibility === 'public');
        const name = row.kind === 'direct' ? (row.shown_name ?? row.partner ?? '') : row.name;
        return [row.id, { name: canOpen ? name : '', canOpen }];
      }),
    );
  }

  async postsOf(
    takeIds: readonly string[],
    only?: { readonly roomId: string; readonly forEverybody: boolean },
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    if (takeIds.length === 0) return new Map();
    const rows = await this.query
      .selectFrom('post')
      .select(['id', 'take_id', 'picture_index'])
      .where('take_id', 'in', takeIds)
      .$if(only !== undefined, (query) => query.where('room_id', '=', only?.roomId ?? null))
      .$if(only?.forEverybody ?? false, (query) => query.where('maturity', '=', 'everyone'))
      .execute();
    const byTake = Map.groupBy(rows, ({ take_id }) => take_id ?? '');
    return new Map(
      [...byTake].map(([takeId, posts]) => [
        takeId,
        Object.fromEntries(posts.map(({ id, picture_index }) => [String(picture_index ?? 0), id])),
      ]),
    );
  }

  private get query() {
    return this.database.query<RoomTables & PostTables>();
  }
}
