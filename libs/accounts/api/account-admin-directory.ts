import { Injectable } from '@nestjs/common';
import { AdminDirectory } from '@visionary/platform/auth';
import { FilterAdmins } from '../use-cases/filter-admins.js';

@Injectable()
export class AccountAdminDirectory extends AdminDirectory {
  constructor(private readonly admins: FilterAdmins) {
    super();
  }

  among(userIds: readonly string[], least: 'moderator' | 'admin' = 'admin'): Promise<ReadonlySet<string>> {
    return this.admins.run(userIds, least);
  }
}
