import { Injectable } from '@nestjs/common';
import { AuditLogReader, NO_HASH, AuditHasher } from '../../domain/cases/audit.js';

const AT_ONCE = 1_000;

export interface Verified {
  readonly entries: number;
  /** Of the last entry: noted elsewhere, it shows whether the whole log was made anew. */
  readonly hash: string;
  /** The first entry that is not as it was written, and how; null: all are. */
  readonly tampering: { readonly seq: number; readonly how: 'changed' | 'missing' | 'cut off' } | null;
}

/** Walks the chain: where the log was touched is seen, whoever did it and by whatever way. */
@Injectable()
export class VerifyAudit {
  constructor(
    private readonly log: AuditLogReader,
    private readonly auditHasher: AuditHasher,
  ) {}

  async run(): Promise<Verified> {
    let [seq, hash] = [0, NO_HASH];
    for (let more = true; more;) {
      const page = await this.log.after(seq, AT_ONCE);
      for (const entry of page) {
        const tamperedWith = (how: 'changed' | 'missing') => ({ entries: seq, hash, tampering: { seq: seq + 1, how } });
        if (entry.seq !== seq + 1) return tamperedWith('missing');
        const { hash: sealed, ...open } = entry;
        if (entry.previous !== hash || this.auditHasher.of(open) !== sealed) return tamperedWith('changed');
        [seq, hash] = [entry.seq, sealed];
      }
      more = page.length === AT_ONCE;
    }
    const end = await this.log.end();
    const isWhole = end.seq === seq && (seq === 0 || end.hash === hash);
    return { entries: seq, hash, tampering: isWhole ? null : { seq: seq + 1, how: 'cut off' } };
  }
}
