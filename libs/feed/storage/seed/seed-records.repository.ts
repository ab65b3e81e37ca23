import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';

export type SeedKind = 'account' | 'room' | 'post';

/** Tables with rows of a room. Steers reference takes. */
const ROOM_TABLES = [
  'room_member',
  'room_ban',
  'room_mute',
  'invitation',
  'room_event',
  'notification',
  'take',
  'take_counter',
  'room_upload',
  'jam_snapshot',
  'jam_update',
  'pinned_take',
  'pace_change',
];

/** What `visionary seed` created, so that it can be removed. */
@Injectable()
export class SeedRecordsRepository {
  constructor(private readonly database: Database) {}

  /** Idempotent. */
  async mark(kind: SeedKind, subjectId: string, at: number): Promise<void> {
    const records = this.database.selectFrom('seed_record').select('at').where('kind', '=', kind);
    const known = await records.where('subject_id', '=', subjectId).executeTakeFirst();
    if (!known) await this.database.insertInto('seed_record').values({ kind, subject_id: subjectId, at }).execute();
    if (kind === 'post') {
      await this.database.updateTable('post').set({ is_seeded: 1 }).where('id', '=', subjectId).execute();
    }
  }

  async unmark(kind: SeedKind, subjectId: string): Promise<void> {
    await this.database
      .deleteFrom('seed_record')
      .where('kind', '=', kind)
      .where('subject_id', '=', subjectId)
      .execute();
  }

  async of(kind: SeedKind): Promise<string[]> {
    const records = this.database.selectFrom('seed_record').select('subject_id').where('kind', '=', kind);
    return (await records.orderBy('subject_id').execute()).map(({ subject_id }) => subject_id);
  }

  /** Whether a job of this kind waits or runs. */
  async hasJob(kind: string): Promise<boolean> {
    const jobs = this.database.selectFrom('job').select('kind').where('kind', '=', kind);
    return (await jobs.executeTakeFirst()) !== undefined;
  }

  /** Whether a user outside the seed wrote, rendered, or uploaded in the room. */
  async hasUserActivity(roomId: string): Promise<boolean> {
    for (const table of ['message', 'take', 'room_upload']) {
      const { rows } = await sql`select 1 from ${sql.table(table)} where room_id = ${roomId} and author_id not in
        (select subject_id from seed_record where kind = 'account') limit 1`.execute(this.database.query());
      if (rows.length > 0) return true;
    }
    return false;
  }

  /** Deletes a room with its log and takes. @returns the keys of its images */
  async removeRoom(roomId: string): Promise<string[]> {
    const takes = await this.database.selectFrom('take').select('images').where('room_id', '=', roomId).execute();
    const uploads = await this.database
      .selectFrom('room_upload')
      .select('sha256')
      .where('room_id', '=', roomId)
      .execute();
    await sql`delete from take_steer where take_id in (select id from take where room_id = ${roomId})`.execute(
      this.database.query(),
    );
    await sql`delete from take_image where take_id in (select id from take where room_id = ${roomId})`.execute(
      this.database.query(),
    );
    for (const table of ROOM_TABLES) {
      await sql`delete from ${sql.table(table)} where room_id = ${roomId}`.execute(this.database.query());
    }
    await sql`delete from room where id = ${roomId}`.execute(this.database.query());
    const rendered = takes.flatMap(({ images }) => JSON.parse(images) as { readonly sha256: string }[]);
    return [...rendered, ...uploads].map(({ sha256 }) => sha256);
  }
}
