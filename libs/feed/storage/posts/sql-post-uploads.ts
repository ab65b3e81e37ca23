import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { PostUpload } from '../../domain/posts/post-uploads.js';

const toUpload = ({
  author_id: authorId,
  content_rating: minimumRating,
  at,
  ...row
}: Row<'post_upload'>): PostUpload => ({
  ...row,
  authorId,
  minimumRating,
  at: Number(at),
});

/** Uploads that aren't published yet. */
@Injectable()
export class PostUploads {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<PostUpload | null> {
    const row = await this.database.selectFrom('post_upload').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? toUpload(row) : null;
  }

  /** Oldest first. */
  async of(authorId: string): Promise<PostUpload[]> {
    const uploads = this.database.selectFrom('post_upload').selectAll().where('author_id', '=', authorId);
    return (await uploads.orderBy('at').execute()).map(toUpload);
  }

  /** Pixels of a user's uploaded images, published or not. */
  async pixelsOf(authorId: string): Promise<number> {
    const pixels = sql<number | null>`sum(width * height)`.as('pixels');
    const waiting = this.database.selectFrom('post_upload').select(pixels).where('author_id', '=', authorId);
    const published = this.database.selectFrom('post').select(pixels).where('author_id', '=', authorId);
    const rows = [await waiting.executeTakeFirst(), await published.where('take_id', 'is', null).executeTakeFirst()];
    return rows.reduce((sum, row) => sum + Number(row?.pixels ?? 0), 0);
  }

  async add({ authorId, minimumRating, ...upload }: PostUpload): Promise<void> {
    await this.database
      .insertInto('post_upload')
      .values({ ...upload, author_id: authorId, content_rating: minimumRating })
      .execute();
  }

  /** @returns false when it is gone already */
  async remove(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.database
      .deleteFrom('post_upload')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }

  /** Whether an upload has this content. */
  async hasImage(sha256: string): Promise<boolean> {
    const uploads = this.database.selectFrom('post_upload').select('id').where('sha256', '=', sha256);
    return (await uploads.limit(1).executeTakeFirst()) !== undefined;
  }
}
