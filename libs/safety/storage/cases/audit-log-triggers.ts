import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { AuditLogLock } from '../../domain/cases/audit.js';

const WHY = 'the audit log is only ever added to';

const TRIGGERS = {
  sqlite: (name: string, doing: string) =>
    `create trigger if not exists ${name} before ${doing} on safety_audit_entry begin select raise(abort, '${WHY}'); end`,
  mysql: (name: string, doing: string) =>
    `create trigger if not exists ${name} before ${doing} on safety_audit_entry for each row signal sqlstate '45000' set message_text = '${WHY}'`,
} as const;

/**
 * Has the database itself refuse to change or remove what is in the log. Made when a server starts rather than by a migration:
 * a MySQL that writes a binary log lets only some accounts make triggers, and then the chain of hashes stands alone.
 */
@Injectable()
export class AuditLogTriggers extends AuditLogLock {
  constructor(private readonly database: Database) {
    super();
  }

  async close(): Promise<string | null> {
    try {
      for (const doing of ['update', 'delete']) {
        const trigger = TRIGGERS[this.database.dialect](`safety_audit_no_${doing}`, doing);
        await sql.raw(trigger).execute(this.database.query());
      }
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
