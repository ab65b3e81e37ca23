import { Injectable } from '@nestjs/common';
import { AdminDirectory } from '@visionary/platform/auth';
import { InstanceService } from '../use-cases/instance.service.js';

@Injectable()
export class AccountAdminDirectory extends AdminDirectory {
  constructor(private readonly instance: InstanceService) {
    super();
  }

  among(userIds: readonly string[], minimumRole: 'moderator' | 'admin' = 'admin'): Promise<ReadonlySet<string>> {
    return this.instance.filterAdmins(userIds, minimumRole);
  }
}
