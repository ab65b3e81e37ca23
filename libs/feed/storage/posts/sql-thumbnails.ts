import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { Thumbnails } from '../../domain/posts/thumbnails.js';

@Injectable()
export class SqlThumbnails extends Thumbnails {
  constructor(private readonly database: Database) {
    super();
  }

  async find(sha256: string, side: number): Promise<string | null> {
    const row = await this.of(sha256).where('side', '=', side).executeTakeFirst();
    return row?.thumbnail_sha256 ?? null;
  }

  async add(sha256: string, side: number, key: string): Promise<void> {
    try {
      await this.sql.insertInto('image_thumbnail').values({ sha256, side, thumbnail_sha256: key }).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async remove(sha256: string): Promise<string[]> {
    const keys = (await this.of(sha256).execute()).map((row) => row.thumbnail_sha256);
    await this.sql.deleteFrom('image_thumbnail').where('sha256', '=', sha256).execute();
    return keys;
  }

  private of(sha256: string) {
    return this.sql.selectFrom('image_thumbnail').select(['side', 'thumbnail_sha256']).where('sha256', '=', sha256);
  }

  private get sql() {
    return this.database.query();
  }
}
