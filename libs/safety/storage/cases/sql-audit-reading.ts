import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type AuditEntry, AuditLogReader, type AuditLogQuery } from '../../domain/cases/audit.js';
import { entryOf } from './sql-audit.js';
import type { CaseTables } from './tables.js';

@Injectable()
export class SqlAuditReading extends AuditLogReader {
  constructor(private readonly database: Database) {
    super();
  }

  async page({ action, byId, aboutId, beforeSeq, limit }: AuditLogQuery): Promise<AuditEntry[]> {
    let rows = this.query.selectFrom('safety_audit_entry').selectAll();
    if (action !== undefined) rows = rows.where('action', '=', action);
    if (byId !== undefined) rows = rows.where('actor_id', '=', byId);
    if (aboutId !== undefined) rows = rows.where('target_id', '=', aboutId);
    if (beforeSeq !== null) rows = rows.where('seq', '<', beforeSeq);
    return (await rows.orderBy('seq', 'desc').limit(limit).execute()).map(entryOf);
  }

  async after(seq: number, limit: number): Promise<AuditEntry[]> {
    const rows = this.query.selectFrom('safety_audit_entry').selectAll().where('seq', '>', seq);
    return (await rows.orderBy('seq').limit(limit).execute()).map(entryOf);
  }

  async end(): Promise<{ seq: number; hash: string }> {
    const row = await this.query.selectFrom('safety_audit_head').selectAll().where('id', '=', 1).executeTakeFirst();
    return { seq: Number(row?.seq ?? 0), hash: row?.hash ?? '' };
  }

  private get query() {
    return this.database.query<CaseTables>();
  }
}
