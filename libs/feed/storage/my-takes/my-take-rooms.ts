import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

/** A room as a user who rendered in it sees it now. */
export interface RoomAccessSummary {
  /** Empty without access. For a direct room, the other user's name. */
  readonly name: string;
  readonly canOpen: boolean;
}

/** Rooms and posts of a user's takes. */
@Injectable()
export class MyTakeRooms {
  constructor(private readonly database: Database) {}
  /** Deleted rooms are absent. */
  async accessOf(userId: string, roomIds: readonly string[]): Promise<ReadonlyMap<string, RoomAccessSummary>> {
    if (roomIds.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('room')
      .leftJoin('room_member', (join) =>
        join.onRef('room_member.room_id', '=', 'room.id').on('room_member.user_id', '=', userId),
      )
      .leftJoin('room_ban', (join) =>
        join.onRef('room_ban.room_id', '=', 'room.id').on('room_ban.user_id', '=', userId),
      )
      .leftJoin('direct_room', 'direct_room.room_id', 'room.id')
      .leftJoin('account as partner', (join) =>
        join.on(({ eb, and, or, ref }) =>
          and([
            or([
              eb('partner.id', '=', ref('direct_room.user_a_id')),
              eb('partner.id', '=', ref('direct_room.user_b_id')),
            ]),
            eb('partner.id', '!=', userId),
          ]),
        ),
      )
      .select([
        'room.id',
        'room.name',
        'room.kind',
        'room.visibility',
        'partner.display_name',
        'partner.username as partner',
      ])
      .select(['room_member.user_id as member', 'room_ban.user_id as banned'])
      .where('room.id', 'in', roomIds)
      .execute();
    return new Map(
      rows.map((row) => {
        const canOpen = row.banned === null && (row.member !== null || row.visibility === 'public');
        const name = row.kind === 'direct' ? (row.display_name ?? row.partner ?? '') : row.name;
        return [row.id, { name: canOpen ? name : '', canOpen }];
      }),
    );
  }
  /** Posts of takes: by take, then by image index. @param filter restricts to takes of a room and to posts for everyone */
  async postsOf(
    takeIds: readonly string[],
    filter?: { readonly roomId: string; readonly forEveryone: boolean },
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
    if (takeIds.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('post')
      .select(['id', 'take_id', 'image_index'])
      .where('take_id', 'in', takeIds)
      .where('hidden_at', 'is', null)
      .$if(filter !== undefined, (query) => query.where('room_id', '=', filter?.roomId ?? null))
      .$if(filter?.forEveryone ?? false, (query) => query.where('content_rating', '=', 'everyone'))
      .execute();
    const byTake = Map.groupBy(rows, ({ take_id }) => take_id ?? '');
    return new Map(
      [...byTake].map(([takeId, posts]) => [
        takeId,
        Object.fromEntries(posts.map(({ id, image_index }) => [String(image_index ?? 0), id])),
      ]),
    );
  }
}
