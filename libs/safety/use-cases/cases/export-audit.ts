import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { type AuditEntry, AuditLogReader, type AuditLogQuery } from '../../domain/cases/audit.js';
import { csvLine } from '../../domain/blocked-terms/csv.js';

const AT_ONCE = 500;
const HEAD = ['seq', 'at', 'by', 'byName', 'action', 'aboutKind', 'aboutId', 'detail', 'hash'];

/** The log as lines of a table, the newest first; as much as is read at once is held at once. */
@Injectable()
export class ExportAudit {
  constructor(
    private readonly log: AuditLogReader,
    private readonly users: Users,
  ) {}

  async *run(wanted: Pick<AuditLogQuery, 'action' | 'byId' | 'aboutId'>): AsyncGenerator<Buffer> {
    yield Buffer.from(csvLine(HEAD));
    let beforeSeq: number | null = null;
    for (let more = true; more;) {
      const page: AuditEntry[] = await this.log.page({ ...wanted, beforeSeq, limit: AT_ONCE });
      const names = await this.users.byIds(page.flatMap(({ byId }) => byId ?? []));
      const lines = page.map((entry) => lineOf(entry, names.get(entry.byId ?? '')?.name ?? ''));
      if (lines.length > 0) yield Buffer.from(lines.join(''));
      beforeSeq = page.at(-1)?.seq ?? null;
      more = page.length === AT_ONCE;
    }
  }
}

const lineOf = ({ seq, at, byId, action, about, detail, hash }: AuditEntry, name: string): string =>
  csvLine([
    ...[String(seq), new Date(at).toISOString(), byId ?? '', name, action],
    ...[about?.kind ?? '', about?.id ?? '', JSON.stringify(detail), hash],
  ]);
