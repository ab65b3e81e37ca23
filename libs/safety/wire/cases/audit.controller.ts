import { Controller, Query } from '@nestjs/common';
import {
  type AuditAction,
  type AuditChecked,
  type AuditEntry as AuditView,
  type AuditPage,
  type AuditQuery,
  LIMITS,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Admins, type Identity, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { type AuditEntry, AuditReading } from '../../domain/cases/audit.js';
import { VerifyAudit } from '../../usecases/cases/verify-audit.js';
import { CaseViews } from './case-views.js';
import type { PersonOf } from './decision-views.js';

/** What was done by those who moderate and administer: to be read, and nothing else. */
@Controller()
export class AuditController {
  private walk: Promise<AuditChecked> | undefined;

  constructor(
    private readonly log: AuditReading,
    private readonly verifying: VerifyAudit,
    private readonly views: CaseViews,
    private readonly admins: Admins,
  ) {}

  @Route('auditLog')
  async page(
    @Query({ schema: ROUTES.auditLog.query }) { cursor, ...wanted }: AuditQuery,
    @SignedIn() { person }: Identity,
  ): Promise<AuditPage> {
    await this.admins.require(person, 'moderator');
    const limit = LIMITS.auditPerPage;
    const found = await this.log.page({ ...wanted, beforeSeq: placeOf(cursor), limit: limit + 1 });
    const entries = found.slice(0, limit);
    const personOf = await this.views.namer(entries.flatMap(({ byId, about }) => [byId, personIn(about)]));
    return {
      entries: entries.map((entry) => viewOf(entry, personOf)),
      nextCursor: found.length > limit ? String(entries.at(-1)?.seq ?? 0) : null,
    };
  }

  /** Many who ask at once walk it once. */
  @Route('checkAudit')
  async check(@SignedIn() { person }: Identity): Promise<AuditChecked> {
    await this.admins.require(person, 'moderator');
    this.walk ??= this.verifying.run().finally(() => (this.walk = undefined));
    return this.walk;
  }
}

const placeOf = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return Number(cursor);
};

const personIn = (about: AuditEntry['about']): string | null => (about?.kind === 'person' ? about.id : null);

const viewOf = ({ seq, at, byId, action, about, detail, hash }: AuditEntry, personOf: PersonOf): AuditView => {
  const personId = personIn(about);
  return {
    ...{ seq, at, action: action as AuditAction, detail: { ...detail }, hash },
    ...(byId !== null && { by: personOf(byId) }),
    ...(about && { about: { ...about, ...(personId !== null && { person: personOf(personId) }) } }),
  };
};
