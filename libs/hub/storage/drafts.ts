import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type Draft, type DraftFile } from '../domain/drafts.js';
import { draftFileOf, draftOf } from './rows.js';

/** Port: reads drafts. */
@Injectable()
export class Drafts {
  constructor(private readonly database: Database) {}

  async byId(id: string): Promise<Draft | null> {
    const row = await this.one(id).executeTakeFirst();
    return row ? draftOf(row) : null;
  }

  async filesOf(draftId: string): Promise<DraftFile[]> {
    const rows = this.database.selectFrom('hub_draft_file').selectAll().where('draft_id', '=', draftId);
    return (await rows.orderBy('path').execute()).map(draftFileOf);
  }
  /** Locks the draft until the unit of work ends. */
  async lock(id: string): Promise<Draft | null> {
    const row = await this.database.forUpdate(this.one(id)).executeTakeFirst();
    return row ? draftOf(row) : null;
  }
  /** The files move to the version. */
  async markPublished(id: string, versionId: string, at: number): Promise<void> {
    const changes = { state: 'published' as const, version_id: versionId, changed_at: at };
    await this.database.updateTable('hub_draft').set(changes).where('id', '=', id).execute();
    await this.database.deleteFrom('hub_draft_file').where('draft_id', '=', id).execute();
  }

  private one(id: string) {
    return this.database.selectFrom('hub_draft').selectAll().where('id', '=', id);
  }
}
