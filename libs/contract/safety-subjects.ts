import { z } from 'zod';
import { UserView } from './accounts.js';
import { LIMITS } from './limits.js';
import { ContentRating } from './posts.js';
import { Timestamp, ClientId, Id, text, limitCombiningMarks } from './primitives.js';

/** What can be reported, and what moderators decide about. A comment is one on an image or one on a model. */
export const SUBJECT_KINDS = ['post', 'comment', 'take', 'message', 'model', 'review', 'room', 'user'] as const;
export const SubjectKind = z.enum(SUBJECT_KINDS);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** `image` numbers one image of a take, the first is 0; of everything else it is not said. */
export const Subject = z
  .strictObject({ kind: SubjectKind, id: Id, image: z.number().int().min(0).max(LIMITS.batch.max).optional() })
  .refine(({ kind, image }) => (kind === 'take') === (image !== undefined), {
    message: 'required for a take, and only for a take',
    path: ['image'],
  });
export type Subject = z.infer<typeof Subject>;

/** Why users report something; `words` say more. A decision names the rule that was broken by the same words. */
export const REPORT_REASONS = [
  ...(['illegal', 'minors', 'sexual', 'violent', 'hateful', 'harassing', 'selfHarm'] as const),
  ...(['private', 'impersonating', 'stolen', 'spam', 'other'] as const),
] as const;
export const ReportReason = z.enum(REPORT_REASONS);
export type ReportReason = z.infer<typeof ReportReason>;

/** With those of the checks of the server: words that are flagged, an image that was held back or looks like one that was removed. */
export const CASE_REASONS = [...REPORT_REASONS, 'blockedTerms', 'imageCheck', 'similarToRemoved'] as const;
export const CaseReason = z.enum(CASE_REASONS);
export type CaseReason = z.infer<typeof CaseReason>;

export const ReportSubject = z
  .strictObject({
    clientId: ClientId,
    subject: Subject,
    reason: ReportReason,
    words: limitCombiningMarks(text(LIMITS.reportLength)).default(''),
  })
  .meta({ id: 'ReportSubject' });
export type ReportSubject = z.infer<typeof ReportSubject>;

/** One line of what stands around a message or a comment, oldest first. */
export const ContextLine = z
  .strictObject({ id: Id, author: UserView, text: z.string(), at: Timestamp, isSubject: z.boolean() })
  .meta({ id: 'ContextLine' });
export type ContextLine = z.infer<typeof ContextLine>;

/** What a case is about, as it is now, also where it is hidden from everybody else. */
export const SubjectView = z
  .strictObject({
    kind: SubjectKind,
    id: Id,
    picture: z.number().int().optional(),
    title: z.string(),
    /** What was written: all of it, not its beginning. */
    text: z.string(),
    /** Who answers for it; `name` is empty once they are gone. */
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
    /** Where it stands: a room, an image, a model. */
    container: z.strictObject({ kind: SubjectKind, id: Id, name: z.string() }).optional(),
    /** Of a model: under which terms it is shared, in a word and in its creator's, and which files it has. */
    license: z.string().optional(),
    licenseText: z.string().optional(),
    files: z.array(z.string()).optional(),
    /** Its page, from the root; absent where it has none. */
    path: z.string().optional(),
    /** Hidden from everybody but those who moderate. */
    isHidden: z.boolean(),
    /** It is not there any more: its author took it away, or left. */
    isDeleted: z.boolean(),
  })
  .meta({ id: 'CaseSubject' });
export type SubjectView = z.infer<typeof SubjectView>;
