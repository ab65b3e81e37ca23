import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { Quarantine } from '../../domain/drafts/draft-repository.js';
import type { FileRejection } from '../../domain/drafts.js';

interface QuarantineTables {
  hub_quarantined_hash: { hash: string; rejection: string; at: number };
}

@Injectable()
export class SqlQuarantine extends Quarantine {
  constructor(private readonly database: Database) {
    super();
  }

  async of(hash: string): Promise<{ readonly refusal: FileRejection; readonly at: number } | null> {
    const row = await this.query
      .selectFrom('hub_quarantined_hash')
      .selectAll()
      .where('hash', '=', hash)
      .executeTakeFirst();
    return row ? { refusal: JSON.parse(row.rejection) as FileRejection, at: Number(row.at) } : null;
  }

  async put(hash: string, fileRejection: FileRejection, at: number): Promise<void> {
    await this.query.deleteFrom('hub_quarantined_hash').where('hash', '=', hash).execute();
    await this.query
      .insertInto('hub_quarantined_hash')
      .values({ hash, rejection: JSON.stringify(fileRejection), at })
      .execute();
  }

  private get query() {
    return this.database.query<QuarantineTables>();
  }
}
