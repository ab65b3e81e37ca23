import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type UserSteer, UserTakes } from '../domain/user-takes.js';
import type { Take } from '../domain/take.js';
import type { Upload } from '../domain/uploads.js';
import { toUpload } from './sql-uploads.js';
import { TAKE_COLUMNS, toTake } from './take-row.js';

@Injectable()
export class SqlPersonalTakes extends UserTakes {
  constructor(private readonly database: Database) {
    super();
  }

  async takesOf(authorId: string, afterId: string, limit: number): Promise<Take[]> {
    const mine = this.sql.selectFrom('take').select(TAKE_COLUMNS).where('author_id', '=', authorId);
    return (await mine.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toTake);
  }

  async uploadsOf(authorId: string, afterId: string, limit: number): Promise<Upload[]> {
    const mine = this.sql.selectFrom('room_upload').selectAll().where('author_id', '=', authorId);
    return (await mine.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toUpload);
  }

  async steersOf(byId: string, afterId: string, limit: number): Promise<UserSteer[]> {
    const mine = this.sql.selectFrom('take_steer').selectAll().where('actor_id', '=', byId);
    const rows = await mine.where('id', '>', afterId).orderBy('id').limit(limit).execute();
    return rows.map(({ id, take_id: takeId, prompt, negative, requested_at: at }) => {
      return { id, takeId, prompt, negative, at: Number(at) };
    });
  }

  private get sql() {
    return this.database.query();
  }
}
