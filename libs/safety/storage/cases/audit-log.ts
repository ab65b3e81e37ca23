import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { AuditAction } from '@visionary/contract';
import {
  type AuditDetail,
  type AuditEntry,
  auditHashInput,
  type AuditLogQuery,
  type NewAuditEntry,
} from '../../domain/cases/audit.js';

const TRIGGER_MESSAGE = 'the audit log is append-only';
const TRIGGERS = {
  sqlite: (operation: string) =>
    `create trigger if not exists safety_audit_no_${operation} before ${operation} on safety_audit_entry begin select raise(abort, '${TRIGGER_MESSAGE}'); end`,
  mysql: (operation: string) =>
    `create trigger if not exists safety_audit_no_${operation} before ${operation} on safety_audit_entry for each row signal sqlstate '45000' set message_text = '${TRIGGER_MESSAGE}'`,
} as const;

/** SHA-256 over an entry and the hash of the entry before it. */
export const auditHash = (entry: Omit<AuditEntry, 'hash'>): string =>
  createHash('sha256').update(auditHashInput(entry)).digest('hex');

/** The append-only, hash-chained log of what moderators and admins did. */
@Injectable()
export class AuditLog implements OnApplicationBootstrap {
  private readonly logger = new Logger('Safety');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * Creates triggers that reject updates and deletes of entries. Runs at startup instead of in a migration: a MySQL server with a
   * binary log allows triggers only to some accounts, and then the hash chain is the only protection.
   */
  async onApplicationBootstrap(): Promise<void> {
    try {
      for (const operation of ['update', 'delete']) {
        await sql.raw(TRIGGERS[this.database.dialect](operation)).execute(this.database.query());
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.warn(`Can’t create triggers on the audit log; only its hash chain protects it: ${reason}`);
    }
  }

  /** Joins the transaction of the change that it records, or runs in one of its own. */
  async write({ action, byId, about, detail = {} }: NewAuditEntry): Promise<void> {
    await this.work.run(async () => {
      const { seq, hash: previous } = await this.lockHead();
      const unhashed = { seq: seq + 1, at: this.clock.now(), byId, action, about: about ?? null, detail, previous };
      const hash = auditHash(unhashed);
      await this.database
        .insertInto('safety_audit_entry')
        .values(rowOf({ ...unhashed, hash }))
        .execute();
      await this.database
        .updateTable('safety_audit_head')
        .set({ seq: unhashed.seq, hash })
        .where('id', '=', 1)
        .execute();
    });
  }

  /** Newest first. */
  async page({ action, byId, aboutId, beforeSeq, limit }: AuditLogQuery): Promise<AuditEntry[]> {
    let rows = this.database.selectFrom('safety_audit_entry').selectAll();
    if (action !== undefined) rows = rows.where('action', '=', action);
    if (byId !== undefined) rows = rows.where('actor_id', '=', byId);
    if (aboutId !== undefined) rows = rows.where('target_id', '=', aboutId);
    if (beforeSeq !== null) rows = rows.where('seq', '<', beforeSeq);
    return (await rows.orderBy('seq', 'desc').limit(limit).execute()).map(entryOf);
  }

  /** Oldest first. */
  async after(seq: number, limit: number): Promise<AuditEntry[]> {
    const rows = this.database.selectFrom('safety_audit_entry').selectAll().where('seq', '>', seq);
    return (await rows.orderBy('seq').limit(limit).execute()).map(entryOf);
  }

  /** The seq and hash of the last entry, as stored apart from the entries. */
  async head(): Promise<{ readonly seq: number; readonly hash: string }> {
    const row = await this.database.selectFrom('safety_audit_head').selectAll().where('id', '=', 1).executeTakeFirst();
    return { seq: Number(row?.seq ?? 0), hash: row?.hash ?? '' };
  }

  /** Serializes writers on all nodes. */
  private async lockHead(): Promise<{ seq: number; hash: string }> {
    const headRow = this.database.selectFrom('safety_audit_head').select(['seq', 'hash']).where('id', '=', 1);
    const { seq, hash } = await this.database.forUpdate(headRow).executeTakeFirstOrThrow();
    return { seq: Number(seq), hash };
  }
}

const entryOf = (row: Row<'safety_audit_entry'>): AuditEntry => ({
  ...{ seq: Number(row.seq), at: Number(row.at), byId: row.actor_id, action: row.action as AuditAction },
  about: row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id ?? '' },
  detail: JSON.parse(row.detail) as AuditDetail,
  ...{ previous: row.previous, hash: row.hash },
});

const rowOf = (entry: AuditEntry): Row<'safety_audit_entry'> => ({
  ...{ seq: entry.seq, at: entry.at, actor_id: entry.byId, action: entry.action },
  target_kind: entry.about?.kind ?? null,
  target_id: entry.about?.id ?? null,
  detail: JSON.stringify(entry.detail),
  ...{ previous: entry.previous, hash: entry.hash },
});
