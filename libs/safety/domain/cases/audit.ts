export type AuditDetail = Readonly<Record<string, string | number | boolean>>;

/** What is to be written down. */
export interface NewAuditEntry {
  /** Of the contract's AUDIT_ACTIONS, for instance `blockedTerm.added`. */
  readonly action: string;
  /** Null: the server itself, or somebody at its terminal. */
  readonly byId: string | null;
  /** What it was done to, for instance { kind: 'term', id }. */
  readonly about?: { readonly kind: string; readonly id: string };
  /** Plain values, never what users wrote in private. */
  readonly detail?: AuditDetail;
}

export interface AuditEntry extends Required<Omit<NewAuditEntry, 'about'>> {
  readonly about: NewAuditEntry['about'] | null;
  readonly seq: number;
  readonly at: number;
  /** Of the entry before; of the first 64 zeros. */
  readonly previous: string;
  readonly hash: string;
}

/**
 * Port: what those who moderate and administer did. Only ever added to: no method changes or removes anything, and each entry
 * holds the hash of the one before.
 */
export abstract class Audit {
  /** Inside the transaction that does it: one is written down with the other, or neither. */
  abstract write(draft: NewAuditEntry): Promise<void>;
}

export interface AuditLogQuery {
  readonly action?: string | undefined;
  readonly byId?: string | undefined;
  readonly aboutId?: string | undefined;
  /** Those before it, the newest first. */
  readonly beforeSeq: number | null;
  readonly limit: number;
}

/** Port: the log as it is read. */
export abstract class AuditLogReader {
  abstract page(wanted: AuditLogQuery): Promise<AuditEntry[]>;
  /** Oldest first, after one of them: for whoever checks the chain. */
  abstract after(seq: number, limit: number): Promise<AuditEntry[]>;
  /** Where the log ends, as it was noted with the last entry. */
  abstract end(): Promise<{ readonly seq: number; readonly hash: string }>;
}

/** Of the entry before the first. */
export const NO_HASH = '0'.repeat(64);

/** What an entry's hash is made over: the same bytes on every machine. */
export const auditHashInput = ({
  seq,
  at,
  byId,
  action,
  about,
  detail,
  previous,
}: Omit<AuditEntry, 'hash'>): string => {
  const sorted = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([seq, at, byId, action, about?.kind ?? null, about?.id ?? null, sorted, previous]);
};

/** Port: has the database refuse to change or remove entries. */
export abstract class AuditLogLock {
  /** @returns null once it does, or why it does not */
  abstract close(): Promise<string | null>;
}

/** Port: what an entry's hash must be. */
export abstract class AuditHasher {
  abstract of(entry: Omit<AuditEntry, 'hash'>): string;
}
