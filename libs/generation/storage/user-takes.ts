import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { Take } from '../domain/take.js';
import type { Upload } from '../domain/uploads.js';
import { toUpload } from './sql-uploads.js';
import { TAKE_COLUMNS, toTake } from './take-row.js';

/** A steer of a user, for their data export. */
export interface UserSteer {
  readonly id: string;
  readonly takeId: string;
  readonly prompt: string;
  readonly negative: string;
  readonly at: number;
}

/** Takes, uploads, and steers of one user, ordered by id, which is the order of creation. */
@Injectable()
export class UserTakes {
  constructor(private readonly database: Database) {}

  async takesOf(authorId: string, afterId: string, limit: number): Promise<Take[]> {
    const ownTakes = this.database.selectFrom('take').select(TAKE_COLUMNS).where('author_id', '=', authorId);
    return (await ownTakes.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toTake);
  }

  async uploadsOf(authorId: string, afterId: string, limit: number): Promise<Upload[]> {
    const ownUploads = this.database.selectFrom('room_upload').selectAll().where('author_id', '=', authorId);
    return (await ownUploads.where('id', '>', afterId).orderBy('id').limit(limit).execute()).map(toUpload);
  }

  async steersOf(byId: string, afterId: string, limit: number): Promise<UserSteer[]> {
    const ownSteers = this.database.selectFrom('take_steer').selectAll().where('actor_id', '=', byId);
    const rows = await ownSteers.where('id', '>', afterId).orderBy('id').limit(limit).execute();
    return rows.map(({ id, take_id: takeId, prompt, negative, requested_at: at }) => {
      return { id, takeId, prompt, negative, at: Number(at) };
    });
  }
}
