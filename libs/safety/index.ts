export { SafetyModule } from './safety.module.js';
export { safetyEntities } from './storage/entities.js';
export { type CheckedWords, CheckWords, type WordsSubject } from './usecases/words/check-words.js';
