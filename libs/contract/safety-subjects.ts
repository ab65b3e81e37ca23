import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { ContentRating } from './posts.js';
import { Timestamp, ClientId, Id, text, limitCombiningMarks } from './primitives.js';

/**
 * What can be reported and decided about. A comment belongs to a post or a model, a version to a model. A prompt is the shared prompt
 * of a room and has its id.
 */
export const SUBJECT_KINDS = [
  ...(['post', 'comment', 'take', 'message', 'model', 'version', 'review', 'room', 'prompt', 'user'] as const),
] as const;
export const SubjectKind = z.enum(SUBJECT_KINDS);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** `image` is the index of one image of a take, from 0. Only for takes. */
export const Subject = z
  .strictObject({ kind: SubjectKind, id: Id, image: z.number().int().min(0).max(LIMITS.batch.max).optional() })
  .refine(({ kind, image }) => (kind === 'take') === (image !== undefined), {
    message: 'required for a take, and only for a take',
    path: ['image'],
  });
export type Subject = z.infer<typeof Subject>;

/** Why users report something; `comment` says more. Decisions name the violated rule with the same keys. */
export const REPORT_REASONS = [
  ...(['illegal', 'minors', 'sexual', 'violent', 'hateful', 'harassing', 'selfHarm'] as const),
  ...(['private', 'impersonating', 'stolen', 'spam', 'other'] as const),
] as const;
export const ReportReason = z.enum(REPORT_REASONS);
export type ReportReason = z.infer<typeof ReportReason>;

/** Adds the reasons of automatic checks: flagged terms, a held image, or one similar to a removed image. */
export const CASE_REASONS = [...REPORT_REASONS, 'blockedTerms', 'imageCheck', 'similarToRemoved'] as const;
export const CaseReason = z.enum(CASE_REASONS);
export type CaseReason = z.infer<typeof CaseReason>;

export const ReportSubject = z
  .strictObject({
    clientId: ClientId,
    subject: Subject,
    reason: ReportReason,
    comment: limitCombiningMarks(text(LIMITS.reportLength)).default(''),
  })
  .meta({ id: 'ReportSubject' });
export type ReportSubject = z.infer<typeof ReportSubject>;

/** One message or comment around the subject, oldest first. */
export const ContextLine = z
  .strictObject({ id: Id, author: UserView, text: z.string(), at: Timestamp, isSubject: z.boolean() })
  .meta({ id: 'ContextLine' });
export type ContextLine = z.infer<typeof ContextLine>;

/** The subject of a case in its current state, also if it is hidden from others. */
export const SubjectView = z
  .strictObject({
    kind: SubjectKind,
    id: Id,
    imageIndex: z.number().int().optional(),
    title: z.string(),
    /** The whole text, not an excerpt. */
    text: z.string(),
    /** Who is responsible for it. `name` is empty for a deleted user. */
    author: UserView.optional(),
    at: Timestamp.optional(),
    image: z
      .strictObject({
        url: z.string(),
        width: z.number().int(),
        height: z.number().int(),
        contentRating: ContentRating,
      })
      .optional(),
    prompt: z.string().optional(),
    negative: z.string().optional(),
    /** The room, post, or model that contains it. */
    container: z.strictObject({ kind: SubjectKind, id: Id, name: z.string() }).optional(),
    /** For a model: its license, the creator's own license text, and its files. */
    license: z.string().optional(),
    licenseText: z.string().optional(),
    files: z.array(z.string()).optional(),
    /** Path in the interface, from the root. Absent if it has no page. */
    path: z.string().optional(),
    /** Hidden from everyone but moderators. */
    isHidden: z.boolean(),
    /** Deleted by its author or with the account. */
    isDeleted: z.boolean(),
  })
  .meta({ id: 'Subject' });
export type SubjectView = z.infer<typeof SubjectView>;
