import { LIMITS } from '@visionary/contract';
import type { CaseLimits } from '../../domain/cases/limits.js';

/** The contract's limits as the rules of cases want them. */
export const caseLimits: CaseLimits = {
  casesPerPage: LIMITS.casesPerPage,
  auditPerPage: LIMITS.auditPerPage,
  reportsShown: LIMITS.reportsShown,
  contextLines: LIMITS.contextLines,
};
