import { Controller, Header, Query, StreamableFile } from '@nestjs/common';
import {
  type AuditEntry as AuditEntryView,
  type AuditExportQuery,
  type AuditPage,
  type AuditQuery,
  type AuditVerification,
  LIMITS,
  ROUTES,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, CurrentUser, type Identity } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { Readable } from 'node:stream';
import type { AuditEntry } from '../../domain/cases/audit.js';
import { AuditService } from '../../use-cases/cases/audit.service.js';
import { CasePresenter } from './case-presenter.js';
import type { UserOf } from './decision-views.js';

/** The audit log, read-only, for moderators. */
@Controller()
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly presenter: CasePresenter,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  /** @throws Rejection INVALID for an invalid cursor */
  @Route('auditLog')
  async page(
    @Query({ schema: ROUTES.auditLog.query }) { cursor, ...query }: AuditQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<AuditPage> {
    await this.adminDirectory.require(user, 'moderator');
    const limit = LIMITS.auditPerPage;
    const found = await this.audit.page({ ...query, beforeSeq: parseCursor(cursor), limit: limit + 1 });
    const entries = found.slice(0, limit);
    const userOf = await this.presenter.users(
      entries.flatMap(({ byId, about, detail }) => [byId, userIn(about), ...usersIn(detail)]),
    );
    return {
      entries: entries.map((entry) => viewOf(entry, userOf)),
      nextCursor: found.length > limit ? String(entries.at(-1)?.seq ?? 0) : null,
    };
  }

  @Route('verifyAuditLog')
  async verify(@CurrentUser() { user }: Identity): Promise<AuditVerification> {
    await this.adminDirectory.require(user, 'moderator');
    return this.audit.verify();
  }

  @Route('exportAudit')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="visionary-audit.csv"')
  async export(
    @Query({ schema: ROUTES.exportAudit.query }) query: AuditExportQuery,
    @CurrentUser() { user }: Identity,
  ): Promise<StreamableFile> {
    await this.adminDirectory.require(user, 'moderator');
    return new StreamableFile(Readable.from(this.audit.export(query)));
  }
}

const parseCursor = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new Rejection('INVALID', { field: 'cursor', reason: 'not a valid cursor' });
  return Number(cursor);
};

const userIn = (about: AuditEntry['about']): string | null => (about?.kind === 'user' ? about.id : null);

/** Users are named by id, in `author` or, separated by commas, in `authors`. */
const usersIn = ({ author, authors }: AuditEntry['detail']): string[] =>
  [author, authors].flatMap((ids) => (typeof ids === 'string' ? ids.split(', ') : [])).filter((id) => id !== '');

const viewOf = ({ seq, at, byId, action, about, detail, hash }: AuditEntry, userOf: UserOf): AuditEntryView => {
  const userId = userIn(about);
  const users = usersIn(detail).map(userOf);
  return {
    seq,
    at,
    action,
    detail: { ...detail },
    ...(users.length > 0 && { users }),
    hash,
    ...(byId !== null && { by: userOf(byId) }),
    ...(about && { about: { ...about, ...(userId !== null && { user: userOf(userId) }) } }),
  };
};
