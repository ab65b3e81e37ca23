import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { Upload } from '../domain/uploads.js';

export const toUpload = (row: Row<'room_upload'>): Upload => ({
  id: row.id,
  roomId: row.room_id,
  authorId: row.author_id,
  sha256: row.sha256,
  width: row.width,
  height: row.height,
  uploadedAt: Number(row.uploaded_at),
});

@Injectable()
export class SqlUploads {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<Upload | null> {
    const row = await this.database.selectFrom('room_upload').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toUpload(row) : null;
  }

  /** The first upload of the same content in this room. */
  async byContent(roomId: string, sha256: string): Promise<Upload | null> {
    const row = await this.database
      .selectFrom('room_upload')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('sha256', '=', sha256)
      .orderBy('id')
      .executeTakeFirst();
    return row ? toUpload(row) : null;
  }

  async countIn(roomId: string): Promise<number> {
    const { uploads } = await this.database
      .selectFrom('room_upload')
      .select(({ fn }) => fn.countAll<number>().as('uploads'))
      .where('room_id', '=', roomId)
      .executeTakeFirstOrThrow();
    return Number(uploads);
  }

  /** Pixels of all images that a user uploaded. */
  async pixelsOf(authorId: string): Promise<number> {
    const row = await this.database
      .selectFrom('room_upload')
      .select(sql<number | null>`sum(width * height)`.as('pixels'))
      .where('author_id', '=', authorId)
      .executeTakeFirst();
    return Number(row?.pixels ?? 0);
  }

  async add({ id, roomId, authorId, sha256, width, height, uploadedAt }: Upload): Promise<void> {
    const row = { id, room_id: roomId, author_id: authorId, sha256, width, height, uploaded_at: uploadedAt };
    await this.database.insertInto('room_upload').values(row).execute();
  }

  async remove(id: string): Promise<void> {
    await this.database.deleteFrom('room_upload').where('id', '=', id).execute();
  }

  /** Whether a take of the room uses it as init image or mask. */
  async isInitImage(roomId: string, id: string): Promise<boolean> {
    const takes = this.database.selectFrom('take').select('id').where('room_id', '=', roomId);
    return (await takes.where('settings', 'like', `%"uploadId":"${id}"%`).limit(1).execute()).length > 0;
  }
}
