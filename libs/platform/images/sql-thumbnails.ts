import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';

/** Which thumbnails of images exist. */
@Injectable()
export class SqlThumbnails {
  constructor(private readonly database: Database) {}

  /** @returns its key in the blob store, or null */
  async find(sha256: string, side: number): Promise<string | null> {
    const row = await this.of(sha256).where('side', '=', side).executeTakeFirst();
    return row?.thumbnail_sha256 ?? null;
  }

  /** Idempotent. */
  async add(sha256: string, side: number, key: string): Promise<void> {
    try {
      await this.database.insertInto('image_thumbnail').values({ sha256, side, thumbnail_sha256: key }).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  /** @returns the keys of the removed thumbnails; other images may use the same */
  async remove(sha256: string): Promise<string[]> {
    const keys = (await this.of(sha256).execute()).map((row) => row.thumbnail_sha256);
    await this.database.deleteFrom('image_thumbnail').where('sha256', '=', sha256).execute();
    return keys;
  }

  private of(sha256: string) {
    return this.database
      .selectFrom('image_thumbnail')
      .select(['side', 'thumbnail_sha256'])
      .where('sha256', '=', sha256);
  }
}
