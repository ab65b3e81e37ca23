import { z } from 'zod';
import { UserView } from './accounts.js';
import { Timestamp, Id, text } from './primitives.js';

/** What was done, by whom, and to what. Append-only. Ids of deleted users stay, their names don't. */
export const AUDIT_ACTIONS = [
  ...(['case.opened', 'case.claimed', 'case.released', 'case.decided', 'case.closed'] as const),
  ...(['appeal.made', 'appeal.decided', 'user.muted', 'user.banned', 'user.unbanned', 'user.unmuted'] as const),
  ...(['subject.hidden', 'subject.restored', 'subject.rated', 'content.reuploaded'] as const),
  ...(['blockedTerm.added', 'blockedTerm.changed', 'blockedTerm.removed', 'blockedTerms.imported'] as const),
  ...(['termTopic.turnedOn', 'termTopic.turnedOff', 'take.ended'] as const),
  ...(['allowed.added', 'allowed.removed', 'thresholds.changed', 'promptPrefix.changed', 'role.changed'] as const),
  ...(['model.trusted', 'model.untrusted'] as const),
  ...(['lentRenderer.accepted', 'lentRenderer.drained', 'lentRenderer.resumed', 'lentRenderer.banned'] as const),
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;
export const AuditEntry = z
  .strictObject({
    seq: z.number().int(),
    at: Timestamp,
    /** Absent for the server itself and for its terminal. */
    by: UserView.optional(),
    action: AuditAction,
    /** What the action was applied to, for example `case`, `user`, `term`. */
    about: z.strictObject({ kind: z.string(), id: z.string(), user: UserView.optional() }).optional(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** Users that the detail names by id. Absent without any. */
    users: z.array(UserView).optional(),
    /** SHA-256 over this entry and the hash of the previous one. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditQuery = z.strictObject({
  action: AuditAction.optional(),
  byId: Id.optional(),
  /** What the action was applied to. */
  aboutId: text(100, 1).optional(),
  cursor: z.string().max(200).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
/** Filters of AuditQuery that apply to an exported file. */
export const AuditExportQuery = AuditQuery.omit({ cursor: true });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;
/** Result of verifying the hash chain. */
export const AuditVerification = z
  .strictObject({
    entries: z.number().int(),
    /** Hash of the last entry. Kept elsewhere, it reveals that the whole log was rewritten. */
    hash: z.string(),
    tampering: z.strictObject({ seq: z.number().int(), how: z.enum(['changed', 'missing', 'cut off']) }).nullable(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;
export const AuditPage = z
  .strictObject({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.infer<typeof AuditPage>;
