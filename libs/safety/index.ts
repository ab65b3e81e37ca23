export { SafetyModule } from './safety.module.js';
export { safetyBlobs } from './storage/cases-entities.js';
export { safetyEntities } from './storage/entities.js';
export { Audit, type AuditDetail, type AuditDraft, AuditReading } from './domain/cases/audit.js';
export { type LevelOver, type ModeratedKind, ModeratedSubjects } from './domain/cases/moderated-subjects.js';
export {
  type ContextLine,
  type Subject,
  type SubjectFacts,
  type SubjectKind,
  subjectKey,
} from './domain/cases/subject.js';
export { type CaseToOpen, OpenCase } from './usecases/cases/open-case.js';
export { type CheckedFields, CheckFields } from './usecases/words/check-fields.js';
export { type CheckedWords, CheckWords, type FlagWords } from './usecases/words/check-words.js';
export { type CameBack, type Content, type ContentStanding } from './domain/contents/content.js';
export { ReturningContents } from './usecases/contents/returning-contents.js';
export { ComposeStyle } from './usecases/styles/compose-style.js';
export { ForgetStyle } from './usecases/styles/forget-style.js';
export { PromptPrefix } from './usecases/styles/prompt-prefix.js';
export { SanctionSomebody } from './usecases/cases/sanction-somebody.js';
export { VerifyAudit } from './usecases/cases/verify-audit.js';
