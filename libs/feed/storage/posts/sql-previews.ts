import { Injectable } from '@nestjs/common';
import { Database, isUniqueViolation } from '@visionary/platform/database';
import { Thumbnails } from '../../domain/posts/thumbnails.js';

@Injectable()
export class SqlPreviews extends Thumbnails {
  constructor(private readonly database: Database) {
    super();
  }

  async find(sha256: string, side: number): Promise<string | null> {
    const row = await this.of(sha256).where('side', '=', side).executeTakeFirst();
    return row?.thumbnail_sha256 ?? null;
  }

  async sidesOf(sha256: string): Promise<ReadonlySet<number>> {
    return new Set((await this.of(sha256).execute()).map(({ side }) => side));
  }

  async keep(sha256: string, side: number, preview: string): Promise<void> {
    try {
      await this.sql.insertInto('image_thumbnail').values({ sha256, side, thumbnail_sha256: preview }).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async forget(sha256: string): Promise<string[]> {
    const own = (await this.of(sha256).execute()).map(({ thumbnail_sha256 }) => thumbnail_sha256);
    await this.sql.deleteFrom('image_thumbnail').where('sha256', '=', sha256).execute();
    return own;
  }

  private of(sha256: string) {
    return this.sql.selectFrom('image_thumbnail').select(['side', 'thumbnail_sha256']).where('sha256', '=', sha256);
  }

  private get sql() {
    return this.database.query<{ image_thumbnail: { sha256: string; side: number; thumbnail_sha256: string } }>();
  }
}
