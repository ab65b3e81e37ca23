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
    return row?.preview ?? null;
  }

  async sidesOf(sha256: string): Promise<ReadonlySet<number>> {
    return new Set((await this.of(sha256).execute()).map(({ side }) => side));
  }

  async keep(sha256: string, side: number, preview: string): Promise<void> {
    try {
      await this.sql.insertInto('picture_preview').values({ sha256, side, preview }).execute();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  async forget(sha256: string): Promise<string[]> {
    const own = (await this.of(sha256).execute()).map(({ preview }) => preview);
    await this.sql.deleteFrom('picture_preview').where('sha256', '=', sha256).execute();
    return own;
  }

  private of(sha256: string) {
    return this.sql.selectFrom('picture_preview').select(['side', 'preview']).where('sha256', '=', sha256);
  }

  private get sql() {
    return this.database.query<{ picture_preview: { sha256: string; side: number; preview: string } }>();
  }
}
