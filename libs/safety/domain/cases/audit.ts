export type AuditDetail = Readonly<Record<string, string | number | boolean>>;

/** What is to be written down. */
export interface AuditDraft {
  /** Of the contract's AUDIT_ACTIONS, for instance `term.added`. */
  readonly action: string;
  /** Null: the server itself, or somebody at its terminal. */
  readonly byId: string | null;
  /** What it was done to, for instance { kind: 'term', id }. */
  readonly about?: { readonly kind: string; readonly id: string };
  /** Plain values, never what people wrote in private. */
  readonly detail?: AuditDetail;
}

export interface AuditEntry extends Required<Omit<AuditDraft, 'about'>> {
  readonly about: AuditDraft['about'] | null;
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
  abstract write(draft: AuditDraft): Promise<void>;
}
