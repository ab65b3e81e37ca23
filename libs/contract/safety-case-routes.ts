import type { Route } from './route.js';
import { AuditVerification, AuditExportQuery, AuditPage, AuditQuery } from './safety-audit.js';
import { CaseDetail, QueueStats, CasePage, CasesQuery } from './safety-cases.js';
import {
  Appeal,
  Decide,
  DecideAppeal,
  MyStanding,
  RemoveContent,
  SanctionUser,
  StandingsPage,
  StandingsQuery,
} from './safety-decisions.js';

/** Moderation routes. All but `myStanding` and `appeal` reject users who don't moderate with FORBIDDEN. */
export const SAFETY_CASE_ROUTES = {
  safetyCases: { method: 'GET', path: '/api/safety/cases', query: CasesQuery, reply: CasePage, status: 200 },
  safetyQueueStats: { method: 'GET', path: '/api/safety/queue-stats', reply: QueueStats, status: 200 },
  safetyCase: { method: 'GET', path: '/api/safety/cases/:caseId', reply: CaseDetail, status: 200 },
  /** The image of the case, even if hidden. */
  safetyCaseImage: { method: 'GET', path: '/api/safety/cases/:caseId/image', status: 200 },
  /**
   * Reserves the case for this moderator for 15 minutes. Repeating it renews the claim; an expired claim of another
   * moderator is replaced.
   */
  claimCase: {
    ...{ method: 'PUT', path: '/api/safety/cases/:caseId/claim', reply: CaseDetail, status: 200 },
  },
  releaseCase: { method: 'DELETE', path: '/api/safety/cases/:caseId/claim', reply: CaseDetail, status: 200 },
  decideCase: {
    ...{ method: 'POST', path: '/api/safety/cases/:caseId/decisions', body: Decide, reply: CaseDetail, status: 200 },
  },
  /** Opens a case about the shared prompt that reports of a room keep, or joins the open one. Repeating it adds nothing. */
  openPromptCase: {
    ...{ method: 'POST', path: '/api/safety/cases/:caseId/prompt-case', reply: CaseDetail, status: 200 },
  },
  decideAppeal: {
    ...{ method: 'POST', path: '/api/safety/appeals/:appealId/decision', body: DecideAppeal },
    ...{ reply: CaseDetail, status: 200 },
  },
  listUserStandings: {
    ...{ method: 'GET', path: '/api/safety/users', query: StandingsQuery, reply: StandingsPage, status: 200 },
  },
  sanctionUser: {
    method: 'POST',
    path: '/api/safety/users/:userId/decisions',
    body: SanctionUser,
    reply: CaseDetail,
    status: 200,
  },
  removeContent: {
    ...{ method: 'POST', path: '/api/safety/removals', body: RemoveContent, reply: CaseDetail, status: 200 },
  },
  auditLog: { method: 'GET', path: '/api/safety/audit', query: AuditQuery, reply: AuditPage, status: 200 },
  /** CSV, newest first. */
  exportAudit: { method: 'GET', path: '/api/safety/audit/export', query: AuditExportQuery, status: 200 },
  /** Verifies the whole hash chain. */
  verifyAuditLog: { method: 'GET', path: '/api/safety/audit/verification', reply: AuditVerification, status: 200 },
  /** Decisions about the requester, and their current sanctions. */
  myStanding: {
    ...{ method: 'GET', path: '/api/me/standing', reply: MyStanding, status: 200, allowedWhen: 'banned' },
  },
  /** Once per decision. */
  appeal: {
    ...{ method: 'POST', path: '/api/me/decisions/:decisionId/appeal', body: Appeal, reply: MyStanding, status: 200 },
    allowedWhen: 'banned',
  },
} as const satisfies Record<string, Route>;
