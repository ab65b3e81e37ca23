import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';

/** Moderators and admins. */
@Injectable()
export class StaffRepository {
  constructor(private readonly database: Database) {}

  async includes(userId: string): Promise<boolean> {
    const rows = this.database.query().selectFrom('account').select('id').where('id', '=', userId);
    return (await rows.where('role', '!=', 'member').executeTakeFirst()) !== undefined;
  }
}
