import { Injectable, Logger } from '@nestjs/common';
import { Audit, type AuditDraft } from '../domain/cases/audit.js';

/** What was done, in the server's log. */
@Injectable()
export class LoggedAudit extends Audit {
  private readonly logger = new Logger('Audit');

  write({ action, ...draft }: AuditDraft): Promise<void> {
    this.logger.log(action, draft);
    return Promise.resolve();
  }
}
