import { z } from 'zod';
import { UserView } from './accounts.js';
import { Timestamp, Id, text } from './primitives.js';

/** What was done, by whom and to what; nobody can change it. Ids stay where users left, names do not. */
export const AUDIT_ACTIONS = [
  ...(['case.opened', 'case.claimed', 'case.released', 'case.decided', 'case.closed'] as const),
  ...(['appeal.made', 'appeal.decided', 'user.muted', 'user.banned', 'user.unbanned', 'user.unmuted'] as const),
  ...(['subject.hidden', 'subject.restored', 'subject.rated', 'content.reuploaded'] as const),
  ...(['blockedTerm.added', 'blockedTerm.changed', 'blockedTerm.removed', 'blockedTerms.imported'] as const),
  ...(['allowed.added', 'allowed.removed', 'thresholds.changed', 'promptPrefix.changed', 'role.changed'] as const),
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;
export const AuditEntry = z
  .strictObject({
    seq: z.number().int(),
    at: Timestamp,
    /** Absent: the server, or somebody at its terminal. */
    by: UserView.optional(),
    action: AuditAction,
    /** What it was done to, for instance `case`, `user`, `term`. */
    about: z.strictObject({ kind: z.string(), id: z.string(), user: UserView.optional() }).optional(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** SHA-256 over this entry and the hash of the one before. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditQuery = z.strictObject({
  action: AuditAction.optional(),
  byId: Id.optional(),
  /** What it was done to. */
  aboutId: text(100, 1).optional(),
  cursor: z.string().max(200).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
/** Of AuditQuery what a file of it is narrowed by. */
export const AuditExportQuery = AuditQuery.omit({ cursor: true });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
/** Whether the log is as it was written. */
export const AuditVerification = z
  .strictObject({
    entries: z.number().int(),
    /** Of the last entry: noted elsewhere, it shows whether the whole log was made anew. */
    hash: z.string(),
    tampering: z.strictObject({ seq: z.number().int(), how: z.enum(['changed', 'missing', 'cut off']) }).nullable(),
  })
  .meta({ id: 'AuditChecked' });
export type AuditVerification = z.infer<typeof AuditVerification>;
export const AuditPage = z
  .strictObject({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;
