import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import type { FileRejection } from '../../domain/drafts.js';

/** Hashes of uploaded models that crashed or hung a trial. */
@Injectable()
export class SqlQuarantine {
  constructor(private readonly database: Database) {}

  async byHash(hash: string): Promise<{ readonly rejection: FileRejection; readonly at: number } | null> {
    const row = await this.database
      .selectFrom('hub_quarantined_hash')
      .selectAll()
      .where('hash', '=', hash)
      .executeTakeFirst();
    return row ? { rejection: JSON.parse(row.rejection) as FileRejection, at: Number(row.at) } : null;
  }

  async put(hash: string, rejection: FileRejection, at: number): Promise<void> {
    await this.database.deleteFrom('hub_quarantined_hash').where('hash', '=', hash).execute();
    await this.database
      .insertInto('hub_quarantined_hash')
      .values({ hash, rejection: JSON.stringify(rejection), at })
      .execute();
  }
}
