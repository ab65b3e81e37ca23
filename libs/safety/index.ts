export { SafetyModule } from './safety.module.js';
export { safetyEntities } from './storage/entities.js';
export {
  type ModerationHandler,
  ModerationRegistry,
  type RatingChange,
  type ReportedText,
} from './domain/cases/moderation-registry.js';
export type { ReportedPrompts } from './domain/cases/reported-prompts.js';
export { type ContextLine, type Subject, type SubjectDetails, subjectKey } from './domain/cases/subject.js';
export {
  type ContentFingerprint,
  type ReuploadSource,
  type UploadVerdict,
} from './domain/fingerprints/content-fingerprint.js';
export {
  type CheckedFields,
  type CheckedText,
  CheckForm,
  CheckText,
  type ReportFlagged,
} from './use-cases/blocked-terms/check-text.js';
export { AuditLog } from './storage/cases/audit-log.js';
export { AuditService } from './use-cases/cases/audit.service.js';
export { CasesService } from './use-cases/cases/cases.service.js';
export { DecisionsInForce } from './use-cases/cases/decisions-in-force.js';
export { type CaseToOpen, OpenCase } from './use-cases/cases/open-case.js';
export { ReuploadMatcher } from './use-cases/fingerprints/reupload-matcher.js';
export { PromptPrefixesService } from './use-cases/prompt-prefixes/prompt-prefixes.service.js';
export { withPromptPrefix } from './use-cases/prompt-prefixes/with-prompt-prefix.js';
