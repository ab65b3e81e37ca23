import type { Route } from './route.js';
import { AuditChecked, AuditExportQuery, AuditPage, AuditQuery } from './safety-audit.js';
import { CaseDetail, CaseFigures, CasePage, CasesQuery } from './safety-cases.js';
import {
  Appeal,
  Decide,
  DecideAppeal,
  MyStanding,
  Sanction,
  StandingsPage,
  StandingsQuery,
} from './safety-decisions.js';

/** What is reported and decided. All but `myStanding` and `appeal` are for those who moderate: FORBIDDEN for others. */
export const SAFETY_CASE_ROUTES = {
  safetyCases: { method: 'GET', path: '/api/safety/cases', query: CasesQuery, reply: CasePage, status: 200 },
  safetyFigures: { method: 'GET', path: '/api/safety/figures', reply: CaseFigures, status: 200 },
  safetyCase: { method: 'GET', path: '/api/safety/cases/:caseId', reply: CaseDetail, status: 200 },
  /** The picture it is about, also where it is hidden. */
  safetyCasePicture: { method: 'GET', path: '/api/safety/cases/:caseId/picture', status: 200 },
  /** For some minutes nobody else decides it; again prolongs it. Where another one's time has run out, it is taken over. */
  claimCase: {
    ...{ method: 'PUT', path: '/api/safety/cases/:caseId/claim', reply: CaseDetail, status: 200 },
  },
  releaseCase: { method: 'DELETE', path: '/api/safety/cases/:caseId/claim', reply: CaseDetail, status: 200 },
  decideCase: {
    ...{ method: 'POST', path: '/api/safety/cases/:caseId/decisions', body: Decide, reply: CaseDetail, status: 200 },
  },
  decideAppeal: {
    ...{ method: 'POST', path: '/api/safety/appeals/:appealId/decision', body: DecideAppeal },
    ...{ reply: CaseDetail, status: 200 },
  },
  standings: {
    ...{ method: 'GET', path: '/api/safety/people', query: StandingsQuery, reply: StandingsPage, status: 200 },
  },
  sanctionPerson: {
    ...{
      method: 'POST',
      path: '/api/safety/people/:personId/decisions',
      body: Sanction,
      reply: CaseDetail,
      status: 200,
    },
  },
  auditLog: { method: 'GET', path: '/api/safety/audit', query: AuditQuery, reply: AuditPage, status: 200 },
  /** As CSV, the newest first. */
  exportAudit: { method: 'GET', path: '/api/safety/audit/export', query: AuditExportQuery, status: 200 },
  /** Walks the whole chain of hashes. */
  checkAudit: { method: 'GET', path: '/api/safety/audit/check', reply: AuditChecked, status: 200 },
  /** What was decided about me, and how I stand. */
  myStanding: {
    ...{ method: 'GET', path: '/api/me/standing', reply: MyStanding, status: 200, opens: 'banned' },
  },
  /** Once for each decision. */
  appeal: {
    ...{ method: 'POST', path: '/api/me/decisions/:decisionId/appeal', body: Appeal, reply: MyStanding, status: 200 },
    opens: 'banned',
  },
} as const satisfies Record<string, Route>;
