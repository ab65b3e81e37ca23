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
    return row?.preview ?? null;
  }

  async add(sha256: string, side: number, key: string): Promise<void> {
    try {
      await this.sql.insertInto('picture_preview').values({ sha256, side, preview: key }).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async remove(sha256: string): Promise<string[]> {
    const keys = (await this.of(sha256).execute()).map(({ preview }) => preview);
    await this.sql.deleteFrom('picture_preview').where('sha256', '=', sha256).execute();
    return keys;
  }

  private of(sha256: string) {
    return this.sql.selectFrom('picture_preview').select(['side', 'preview']).where('sha256', '=', sha256);
  }

  private get sql() {
    return this.database.query<{ picture_preview: { sha256: string; side: number; preview: string } }>();
  }
}
