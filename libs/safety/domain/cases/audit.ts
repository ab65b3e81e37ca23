import type { AuditAction } from '@visionary/contract';

export type AuditDetail = Readonly<Record<string, string | number | boolean>>;

export interface NewAuditEntry {
  readonly action: AuditAction;
  /** Null for the server and for the CLI. */
  readonly byId: string | null;
  /** The target, for example `{ kind: 'term', id }`. */
  readonly about?: { readonly kind: string; readonly id: string };
  /** Never contains private texts of users. */
  readonly detail?: AuditDetail;
}

export interface AuditEntry extends Required<Omit<NewAuditEntry, 'about'>> {
  readonly about: NewAuditEntry['about'] | null;
  readonly seq: number;
  readonly at: number;
  /** The hash of the entry before it; NO_HASH for the first entry. */
  readonly previous: string;
  readonly hash: string;
}

export interface AuditLogQuery {
  readonly action?: string | undefined;
  readonly byId?: string | undefined;
  readonly aboutId?: string | undefined;
  /** Reads the entries before it. */
  readonly beforeSeq: number | null;
  readonly limit: number;
}

/** Precedes the first entry. */
export const NO_HASH = '0'.repeat(64);

/** The input of an entry's hash. Detail keys are sorted, so every machine hashes the same bytes. */
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
