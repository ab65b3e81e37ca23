import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { type SampleKind, SeedRecords } from '../../domain/seed/seed-records.js';

interface SampleTables {
  seed_record: { kind: SampleKind; subject_id: string; at: number };
  post: { id: string; is_seeded: number; sha256: string };
  post_upload: { sha256: string };
  room_upload: { room_id: string; sha256: string };
  take: { id: string; room_id: string; images: string };
  account: { avatar: string | null };
}

/** Everything that hangs on a room, each by its room; steers hang on takes. */
const OF_ROOMS = [
  ...['member', 'ban', 'mute', 'invitation', 'room_event', 'notification', 'notice'],
  ...['take', 'take_counter', 'room_upload', 'jam_snapshot', 'jam_update'],
];

@Injectable()
export class SqlSamples extends SeedRecords {
  constructor(private readonly database: Database) {
    super();
  }

  async mark(kind: SampleKind, subjectId: string, at: number): Promise<void> {
    const there = this.query.selectFrom('seed_record').select('at').where('kind', '=', kind);
    const known = await there.where('subject_id', '=', subjectId).executeTakeFirst();
    if (!known) await this.query.insertInto('seed_record').values({ kind, subject_id: subjectId, at }).execute();
    if (kind === 'post') {
      await this.query.updateTable('post').set({ is_seeded: 1 }).where('id', '=', subjectId).execute();
    }
  }

  async forget(kind: SampleKind, subjectId: string): Promise<void> {
    await this.query.deleteFrom('seed_record').where('kind', '=', kind).where('subject_id', '=', subjectId).execute();
  }

  async of(kind: SampleKind): Promise<string[]> {
    const all = this.query.selectFrom('seed_record').select('subject_id').where('kind', '=', kind);
    return (await all.orderBy('subject_id').execute()).map(({ subject_id }) => subject_id);
  }

  async hasUserActivity(roomId: string): Promise<boolean> {
    for (const table of ['message', 'take', 'room_upload']) {
      const { rows } = await sql`select 1 from ${sql.table(table)} where room_id = ${roomId} and author_id not in
        (select subject_id from seed_record where kind = 'account') limit 1`.execute(this.query);
      if (rows.length > 0) return true;
    }
    return false;
  }

  async removeRoom(roomId: string): Promise<string[]> {
    const takes = await this.query.selectFrom('take').select('images').where('room_id', '=', roomId).execute();
    const brought = await this.query.selectFrom('room_upload').select('sha256').where('room_id', '=', roomId).execute();
    await sql`delete from take_steer where take_id in (select id from take where room_id = ${roomId})`.execute(
      this.query,
    );
    await sql`delete from take_image where take_id in (select id from take where room_id = ${roomId})`.execute(
      this.query,
    );
    for (const table of OF_ROOMS) {
      await sql`delete from ${sql.table(table)} where room_id = ${roomId}`.execute(this.query);
    }
    await sql`delete from room where id = ${roomId}`.execute(this.query);
    const made = takes.flatMap(({ images }) => JSON.parse(images) as { readonly sha256: string }[]);
    return [...made, ...brought].map(({ sha256 }) => sha256);
  }

  private get query() {
    return this.database.query<SampleTables>();
  }
}
