import { Injectable } from '@nestjs/common';
import { Admins } from '@visionary/platform/auth';
import { AdminsAmong } from '../usecases/admins-among.js';

@Injectable()
export class AccountAdmins extends Admins {
  constructor(private readonly admins: AdminsAmong) {
    super();
  }

  among(personIds: readonly string[], least: 'moderator' | 'admin' = 'admin'): Promise<ReadonlySet<string>> {
    return this.admins.run(personIds, least);
  }
}
