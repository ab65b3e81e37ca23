import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { Caretakers } from '../../domain/talk/caretakers.js';
import type { AroundTables } from './tables.js';

@Injectable()
export class SqlCaretakers extends Caretakers {
  constructor(private readonly database: Database) {
    super();
  }

  async all(): Promise<readonly string[]> {
    const rows = this.database.query<AroundTables>().selectFrom('account').select('id').where('role', '!=', 'member');
    return (await rows.execute()).map(({ id }) => id);
  }

  async includes(personId: string): Promise<boolean> {
    const rows = this.database.query<AroundTables>().selectFrom('account').select('id').where('id', '=', personId);
    return (await rows.where('role', '!=', 'member').executeTakeFirst()) !== undefined;
  }
}
