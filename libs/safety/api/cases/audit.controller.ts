import { Controller, Query } from '@nestjs/common';
import {
  type AuditAction,
  type AuditVerification,
  type AuditEntry as AuditView,
  type AuditPage,
  type AuditQuery,
  LIMITS,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { type AuditEntry, AuditLogReader } from '../../domain/cases/audit.js';
import { VerifyAudit } from '../../use-cases/cases/verify-audit.js';
import { CaseViews } from './case-views.js';
import type { UserOf } from './decision-views.js';

/** What was done by those who moderate and administer: to be read, and nothing else. */
@Controller()
export class AuditController {
  private walk: Promise<AuditVerification> | undefined;

  constructor(
    private readonly log: AuditLogReader,
    private readonly verifying: VerifyAudit,
    private readonly views: CaseViews,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Route('auditLog')
  async page(
    @Query({ schema: ROUTES.auditLog.query }) { cursor, ...wanted }: AuditQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<AuditPage> {
    await this.adminDirectory.require(user, 'moderator');
    const limit = LIMITS.auditPerPage;
    const found = await this.log.page({ ...wanted, beforeSeq: placeOf(cursor), limit: limit + 1 });
    const entries = found.slice(0, limit);
    const userOf = await this.views.namer(entries.flatMap(({ byId, about }) => [byId, userIn(about)]));
    return {
      entries: entries.map((entry) => viewOf(entry, userOf)),
      nextCursor: found.length > limit ? String(entries.at(-1)?.seq ?? 0) : null,
    };
  }

  /** Many who ask at once walk it once. */
  @Route('verifyAuditLog')
  async check(@CurrentUser() { user }: Identity): Promise<AuditVerification> {
    await this.adminDirectory.require(user, 'moderator');
    this.walk ??= this.verifying.run().finally(() => (this.walk = undefined));
    return this.walk;
  }
}

const placeOf = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return Number(cursor);
};

const userIn = (about: AuditEntry['about']): string | null => (about?.kind === 'user' ? about.id : null);

const viewOf = ({ seq, at, byId, action, about, detail, hash }: AuditEntry, userOf: UserOf): AuditView => {
  const userId = userIn(about);
  return {
    ...{ seq, at, action: action as AuditAction, detail: { ...detail }, hash },
    ...(byId !== null && { by: userOf(byId) }),
    ...(about && { about: { ...about, ...(userId !== null && { user: userOf(userId) }) } }),
  };
};
