import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditLogLock } from '../../domain/cases/audit.js';

/** When a server starts: the database itself refuses from now on to change what is in the log. */
@Injectable()
export class LockAuditLog implements OnApplicationBootstrap {
  private readonly logger = new Logger('Safety');

  constructor(private readonly closing: AuditLogLock) {}

  async onApplicationBootstrap(): Promise<void> {
    const why = await this.closing.close();
    if (why === null) return;
    this.logger.warn(`The database does not let the audit log be locked; its chain of hashes stands alone: ${why}`);
  }
}
