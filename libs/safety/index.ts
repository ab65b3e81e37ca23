export { SafetyModule } from './safety.module.js';
export { safetyBlobs } from './storage/cases-entities.js';
export { safetyEntities } from './storage/entities.js';
export { Audit, type AuditDetail, type NewAuditEntry, AuditLogReader } from './domain/cases/audit.js';
export { type RatingChange, type ModerationHandler, ModerationRegistry } from './domain/cases/moderation-registry.js';
export {
  type ContextLine,
  type Subject,
  type SubjectDetails,
  type SubjectKind,
  subjectKey,
} from './domain/cases/subject.js';
export { type CaseToOpen, OpenCase } from './use-cases/cases/open-case.js';
export { type CheckedFields, CheckForm } from './use-cases/blocked-terms/check-form.js';
export { type CheckedText, CheckText, type ReportFlagged } from './use-cases/blocked-terms/check-text.js';
export {
  type ReuploadSource,
  type ContentFingerprint,
  type UploadVerdict,
} from './domain/fingerprints/content-fingerprint.js';
export { ReuploadMatcher } from './use-cases/fingerprints/reupload-matcher.js';
export { ResolvePromptPrefixes } from './use-cases/prompt-prefixes/resolve-prompt-prefixes.js';
export { DeletePromptPrefix } from './use-cases/prompt-prefixes/delete-prompt-prefix.js';
export { withPromptPrefix } from './use-cases/prompt-prefixes/with-prompt-prefix.js';
export { SanctionUser } from './use-cases/cases/sanction-user.js';
export { VerifyAudit } from './use-cases/cases/verify-audit.js';
