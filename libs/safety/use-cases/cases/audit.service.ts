import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import type { AuditVerification } from '@visionary/contract';
import { type AuditEntry, type AuditLogQuery, NO_HASH } from '../../domain/cases/audit.js';
import { csvLine } from '../../domain/csv.js';
import { auditHash, AuditLog } from '../../storage/cases/audit-log.js';

const EXPORT_BATCH_SIZE = 500;
const VERIFY_BATCH_SIZE = 1_000;
const CSV_HEADER = ['seq', 'at', 'by', 'byName', 'action', 'aboutKind', 'aboutId', 'detail', 'hash'];

/** Reads, exports and verifies the audit log. */
@Injectable()
export class AuditService {
  private verification: Promise<AuditVerification> | undefined;

  constructor(
    private readonly log: AuditLog,
    private readonly users: Users,
  ) {}

  /** Newest first. */
  page(query: AuditLogQuery): Promise<AuditEntry[]> {
    return this.log.page(query);
  }

  /** Exports the log as CSV, newest first. Holds one batch in memory at a time. */
  async *export(query: Pick<AuditLogQuery, 'action' | 'byId' | 'aboutId'>): AsyncGenerator<Buffer> {
    yield Buffer.from(csvLine(CSV_HEADER));
    let beforeSeq: number | null = null;
    for (let more = true; more;) {
      const batch: AuditEntry[] = await this.log.page({ ...query, beforeSeq, limit: EXPORT_BATCH_SIZE });
      const users = await this.users.byIds(batch.flatMap(({ byId }) => byId ?? []));
      const lines = batch.map((entry) => csvEntry(entry, users.get(entry.byId ?? '')?.name ?? ''));
      if (lines.length > 0) yield Buffer.from(lines.join(''));
      beforeSeq = batch.at(-1)?.seq ?? null;
      more = batch.length === EXPORT_BATCH_SIZE;
    }
  }

  /** Walks the hash chain and finds the first tampered entry. Concurrent calls share one walk. */
  verify(): Promise<AuditVerification> {
    this.verification ??= this.walk().finally(() => (this.verification = undefined));
    return this.verification;
  }

  private async walk(): Promise<AuditVerification> {
    let [seq, hash] = [0, NO_HASH];
    for (let more = true; more;) {
      const batch = await this.log.after(seq, VERIFY_BATCH_SIZE);
      for (const entry of batch) {
        const tampered = (how: 'changed' | 'missing') => ({ entries: seq, hash, tampering: { seq: seq + 1, how } });
        if (entry.seq !== seq + 1) return tampered('missing');
        const { hash: storedHash, ...unhashed } = entry;
        if (entry.previous !== hash || auditHash(unhashed) !== storedHash) return tampered('changed');
        [seq, hash] = [entry.seq, storedHash];
      }
      more = batch.length === VERIFY_BATCH_SIZE;
    }
    const head = await this.log.head();
    const isComplete = head.seq === seq && (seq === 0 || head.hash === hash);
    return { entries: seq, hash, tampering: isComplete ? null : { seq: seq + 1, how: 'cut off' } };
  }
}

const csvEntry = ({ seq, at, byId, action, about, detail, hash }: AuditEntry, name: string): string =>
  csvLine([
    String(seq),
    new Date(at).toISOString(),
    byId ?? '',
    name,
    action,
    about?.kind ?? '',
    about?.id ?? '',
    JSON.stringify(detail),
    hash,
  ]);
