import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoleChangeRecorder } from '@visionary/accounts';
import { AuditLog } from '../../storage/cases/audit-log.js';

/** Adds every changed role to the audit log. */
@Injectable()
export class RoleChangeLog implements OnModuleInit {
  constructor(
    private readonly roleChanges: RoleChangeRecorder,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.roleChanges.use(({ accountId, byId, previousRole, role }) =>
      this.audit.write({
        action: 'role.changed',
        byId,
        about: { kind: 'user', id: accountId },
        detail: { previousRole, role },
      }),
    );
  }
}
