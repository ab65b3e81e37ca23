export { SafetyModule } from './safety.module.js';
export { safetyBlobs } from './storage/cases-entities.js';
export { safetyEntities } from './storage/entities.js';
export { type CheckedWords, CheckWords, type WordsSubject } from './usecases/words/check-words.js';
export { Audit, type AuditDetail, type AuditDraft } from './domain/cases/audit.js';
export { type ModeratedKind, ModeratedSubjects } from './domain/cases/moderated-subjects.js';
export {
  type ContextLine,
  type Subject,
  type SubjectFacts,
  type SubjectKind,
  subjectKey,
} from './domain/cases/subject.js';
export { type CaseToOpen, OpenCase } from './usecases/cases/open-case.js';
