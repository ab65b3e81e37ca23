import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { Staff } from '../../domain/comments/caretakers.js';
import type { ForeignTables } from './tables.js';

@Injectable()
export class SqlCaretakers extends Staff {
  constructor(private readonly database: Database) {
    super();
  }

  async all(): Promise<readonly string[]> {
    const rows = this.database.query<ForeignTables>().selectFrom('account').select('id').where('role', '!=', 'member');
    return (await rows.execute()).map(({ id }) => id);
  }

  async includes(userId: string): Promise<boolean> {
    const rows = this.database.query<ForeignTables>().selectFrom('account').select('id').where('id', '=', userId);
    return (await rows.where('role', '!=', 'member').executeTakeFirst()) !== undefined;
  }
}
