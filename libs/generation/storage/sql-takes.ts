import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { Database, isUniqueViolation, type Row } from '@visionary/platform/database';
import type {
  AuthorshipSpan,
  FinishedResult,
  RenderedBy,
  Take,
  TakeImage,
  TakeReplay,
  TakeRequest,
} from '../domain/take.js';
import type { MeasuredTake } from '../domain/image-work.js';
import { addTakeBlobs, blobsOf } from './take-blobs.js';
import { countPromptParts } from './count-prompt-parts.js';
import {
  finishedColumns,
  loadMsOf,
  parseSettings,
  renderedOn,
  TAKE_COLUMNS,
  parseLender,
  toNewRow,
  toTake,
} from './take-row.js';

const OPEN_STATUSES = ['queued', 'rendering'] as const;

/**
 * Takes in the database. Each state change is one guarded UPDATE that reports whether the take was still in the expected state,
 * so that exactly one of two racing changes wins.
 */
@Injectable()
export class SqlTakes {
  constructor(private readonly database: Database) {}

  /** Adds a take to the queue, with the room's next number. Inside a unit of work. */
  async add(id: string, request: TakeRequest, queuedAt: number): Promise<Take> {
    const row = toNewRow(id, await this.nextNumber(request.roomId), request, queuedAt);
    await this.database.insertInto('take').values(row).execute();
    return toTake(row);
  }

  /** Adds a take that was rendered elsewhere, so that it is never seen waiting. Inside a unit of work. */
  async addFinished(id: string, request: TakeRequest, result: FinishedResult): Promise<Take> {
    const row: Row<'take'> = {
      ...toNewRow(id, await this.nextNumber(request.roomId), request, result.at),
      ...finishedColumns(result),
      started_at: result.at,
    };
    await this.database.insertInto('take').values(row).execute();
    await addTakeBlobs(this.database, id, blobsOf(result));
    return toTake(row);
  }

  /** Allots the room's next number, from 1. */
  private async nextNumber(roomId: string): Promise<number> {
    const isCounted = (await this.incrementNumber(roomId)) || (await this.insertCounter(roomId));
    if (!isCounted) await this.incrementNumber(roomId);
    const { last_number } = await this.database
      .selectFrom('take_counter')
      .select('last_number')
      .where('room_id', '=', roomId)
      .executeTakeFirstOrThrow();
    return last_number;
  }

  /** Locks the room's counter until the transaction ends. */
  private async incrementNumber(roomId: string): Promise<boolean> {
    const result = await this.database
      .updateTable('take_counter')
      .set((row) => ({ last_number: row('last_number', '+', 1) }))
      .where('room_id', '=', roomId)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** @returns false if another transaction created it */
  private async insertCounter(roomId: string): Promise<boolean> {
    try {
      await this.database.insertInto('take_counter').values({ room_id: roomId, last_number: 1 }).execute();
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Deletes the takes of a room before `number`. The sweeper deletes their images. */
  async deleteBefore(roomId: string, number: number): Promise<void> {
    const old = this.database
      .selectFrom('take')
      .select('id')
      .where('room_id', '=', roomId)
      .where('number', '<', number);
    const ids = (await old.execute()).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.database.deleteFrom('take_image').where('take_id', 'in', ids).execute();
    await this.database.deleteFrom('take_steer').where('take_id', 'in', ids).execute();
    await this.database.deleteFrom('take').where('id', 'in', ids).execute();
  }

  async setSeq(id: string, seq: number): Promise<void> {
    await this.database.updateTable('take').set({ seq }).where('id', '=', id).execute();
  }

  async byId(id: string): Promise<Take | null> {
    const row = await this.database.selectFrom('take').select(TAKE_COLUMNS).where('id', '=', id).executeTakeFirst();
    return row ? toTake(row) : null;
  }

  /** In no particular order, without ids of no take. */
  async byIds(ids: readonly string[]): Promise<Take[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.selectFrom('take').select(TAKE_COLUMNS).where('id', 'in', ids).execute();
    return rows.map(toTake);
  }

  /** Finished takes whose origin is one of these posts or takes, newest first. */
  async derivedFrom(originIds: readonly string[], limit: number): Promise<Take[]> {
    if (originIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('take')
      .select(TAKE_COLUMNS)
      .where('origin_id', 'in', originIds)
      .where('status', '=', 'finished')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toTake);
  }

  /** Who wrote which part of the prompt; null if unknown. */
  async authorshipOf(id: string): Promise<readonly AuthorshipSpan[] | null> {
    const row = await this.database.selectFrom('take').select('authorship').where('id', '=', id).executeTakeFirst();
    return row?.authorship ? (JSON.parse(row.authorship) as AuthorshipSpan[]) : null;
  }

  /** A RenderRecord as JSON: of a finished take, or of the take that a queued one repeats. */
  async recordOf(id: string): Promise<string | null> {
    const row = await this.database.selectFrom('take').select('render_record').where('id', '=', id).executeTakeFirst();
    return row?.render_record ?? null;
  }

  /** Newest first. */
  async page(roomId: string, beforeNumber: number | null, limit: number): Promise<Take[]> {
    let query = this.database.selectFrom('take').select(TAKE_COLUMNS).where('room_id', '=', roomId);
    if (beforeNumber !== null) query = query.where('number', '<', beforeNumber);
    return (await query.orderBy('number', 'desc').limit(limit).execute()).map(toTake);
  }

  /** The take with the highest number of each room, if any. */
  async newest(roomIds: readonly string[], status: 'rendering' | 'finished'): Promise<Take[]> {
    if (!roomIds.length) return [];
    const newest = this.database
      .selectFrom('take')
      .select(({ fn }) => ['room_id as newest_room', fn.max('number').as('newest_number')])
      .where('room_id', 'in', roomIds)
      .where('status', '=', status)
      .groupBy('room_id')
      .as('newest');
    const rows = await this.database
      .selectFrom(newest)
      .innerJoin('take', (join) =>
        join.onRef('take.room_id', '=', 'newest.newest_room').onRef('take.number', '=', 'newest.newest_number'),
      )
      .select(TAKE_COLUMNS)
      .execute();
    return rows.map(toTake);
  }

  /** Queued and rendering takes. */
  async countOpen({ authorId, roomId }: { readonly authorId?: string; readonly roomId?: string }): Promise<number> {
    let query = this.database
      .selectFrom('take')
      .select(({ fn }) => fn.countAll<number>().as('open'))
      .where('status', 'in', OPEN_STATUSES);
    if (authorId !== undefined) query = query.where('author_id', '=', authorId);
    if (roomId !== undefined) query = query.where('room_id', '=', roomId);
    return Number((await query.executeTakeFirstOrThrow()).open);
  }

  /** Size of the images of a user's takes, without those of former versions. */
  async imageBytesOf(authorId: string): Promise<number> {
    const counted = this.database
      .selectFrom('take')
      .select(({ fn }) => fn.sum<number | null>('image_bytes').as('bytes'));
    return Number((await counted.where('author_id', '=', authorId).executeTakeFirstOrThrow()).bytes ?? 0);
  }

  /** Queued and rendering takes of a user. */
  async openOf(authorId: string): Promise<Take[]> {
    const ownTakes = this.database.selectFrom('take').select(TAKE_COLUMNS).where('author_id', '=', authorId);
    return (await ownTakes.where('status', 'in', OPEN_STATUSES).execute()).map(toTake);
  }

  /** Rendering takes, then the oldest waiting ones, of all rooms. */
  async open(limit: number): Promise<Take[]> {
    const rows = await this.database
      .selectFrom('take')
      .select(TAKE_COLUMNS)
      .where('status', 'in', OPEN_STATUSES)
      .orderBy('status', 'desc')
      .orderBy('queued_at')
      .limit(limit)
      .execute();
    return rows.map(toTake);
  }

  /** Names of rooms, by id. Direct rooms have none. */
  async roomNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.selectFrom('room').select(['id', 'name']).where('id', 'in', ids).execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Locks a take until the unit of work ends. */
  async lock(id: string): Promise<Take | null> {
    await this.database
      .updateTable('take')
      .set(({ ref }) => ({ number: ref('number') }))
      .where('id', '=', id)
      .execute();
    return this.byId(id);
  }

  async setImages(id: string, images: readonly TakeImage[]): Promise<void> {
    const changed = { images: JSON.stringify(images) };
    await this.database.updateTable('take').set(changed).where('id', '=', id).execute();
  }

  /**
   * Adds how an image came about, unless that is known.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND
   */
  async addReplay(id: string, index: number, replay: TakeReplay): Promise<TakeReplay> {
    const take = await this.lock(id);
    const image = take?.images[index];
    if (!take || !image) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    if (image.replay) return image.replay;
    await this.setImages(id, take.images.with(index, { ...image, replay }));
    await addTakeBlobs(this.database, id, [replay.sha256]);
    return replay;
  }

  /** @param adminReason if an admin wants it to end */
  async requestCancel(id: string, byId: string | null, adminReason: string | null): Promise<boolean> {
    const result = await this.database
      .updateTable('take')
      .set(({ fn, val }) => ({
        cancel_by: fn.coalesce('cancel_by', val(byId)),
        ...(adminReason !== null && { cancel_by: byId, admin_reason: adminReason }),
      }))
      .where('id', '=', id)
      .where('status', '=', 'rendering')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async renderedBy(id: string): Promise<RenderedBy> {
    const columns = ['lent_by', 'provider', 'device'] as const;
    const row = await this.database.selectFrom('take').select(columns).where('id', '=', id).executeTakeFirst();
    return { lentBy: row ? parseLender(row) : null, renderedOn: row ? renderedOn(row) : null };
  }

  /** Forgets whose renderers a user lent to takes. */
  async eraseLender(lenderId: string): Promise<void> {
    const lent = this.database.updateTable('take').set({ lent_by: null, lender_id: null });
    await lent.where('lender_id', '=', lenderId).execute();
  }

  /** @param adminReason if an admin ends it */
  async cancelQueued(id: string, byId: string | null, at: number, adminReason: string | null): Promise<boolean> {
    const result = await this.database
      .updateTable('take')
      .set({ status: 'cancelled', cancel_by: byId, ended_at: at, admin_reason: adminReason })
      .where('id', '=', id)
      .where('status', '=', 'queued')
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Timings of takes that were rendered completely, newest first. */
  async measuredTakes(limit: number): Promise<MeasuredTake[]> {
    const rows = await this.database
      .selectFrom('take')
      .select(['prompt', 'settings', 'render_ms', 'render_record', 'provider', 'device', 'lent_by'])
      .where('started_at', 'is not', null)
      .where('status', '=', 'finished')
      .where('stop', 'is', null)
      .orderBy('started_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      settings: parseSettings(row),
      promptParts: countPromptParts(row.prompt),
      renderMs: row.render_ms ?? 0,
      loadMs: loadMsOf(row),
      renderedOn: renderedOn(row) ?? undefined,
      lentBy: parseLender(row)?.id,
    }));
  }
}
