import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import {
  Audit,
  type AuditDetail,
  type NewAuditEntry,
  type AuditEntry,
  AuditHasher,
  auditHashInput,
} from '../../domain/cases/audit.js';
import type { AuditRow, CaseTables } from './tables.js';

@Injectable()
export class Sha256Seal extends AuditHasher {
  of(entry: Omit<AuditEntry, 'hash'>): string {
    return createHash('sha256').update(auditHashInput(entry)).digest('hex');
  }
}

@Injectable()
export class SqlAudit extends Audit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly work: UnitOfWork,
    private readonly auditHasher: AuditHasher,
  ) {
    super();
  }

  async write({ action, byId, about, detail = {} }: NewAuditEntry): Promise<void> {
    await this.work.run(async () => {
      const { seq, hash: previous } = await this.holdEnd();
      const open = { seq: seq + 1, at: this.clock.now(), byId, action, about: about ?? null, detail, previous };
      const hash = this.auditHasher.of(open);
      await this.query
        .insertInto('safety_audit_entry')
        .values(rowOf({ ...open, hash }))
        .execute();
      await this.query.updateTable('safety_audit_head').set({ seq: open.seq, hash }).where('id', '=', 1).execute();
    });
  }

  /** One after the other, on all nodes. */
  private async holdEnd(): Promise<{ seq: number; hash: string }> {
    const end = this.query.selectFrom('safety_audit_head').select(['seq', 'hash']).where('id', '=', 1);
    const held = this.database.dialect === 'mysql' ? end.forUpdate() : end;
    const { seq, hash } = await held.executeTakeFirstOrThrow();
    return { seq: Number(seq), hash };
  }

  private get query() {
    return this.database.query<CaseTables>();
  }
}

export const entryOf = (row: AuditRow): AuditEntry => ({
  ...{ seq: Number(row.seq), at: Number(row.at), byId: row.actor_id, action: row.action },
  about: row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id ?? '' },
  detail: JSON.parse(row.detail) as AuditDetail,
  ...{ previous: row.previous, hash: row.hash },
});

const rowOf = (entry: AuditEntry): AuditRow => ({
  ...{ seq: entry.seq, at: entry.at, actor_id: entry.byId, action: entry.action },
  ...{
    target_kind: entry.about?.kind ?? null,
    target_id: entry.about?.id ?? null,
    detail: JSON.stringify(entry.detail),
  },
  ...{ previous: entry.previous, hash: entry.hash },
});
