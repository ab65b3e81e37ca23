import { Audit, AuditLogLock, AuditLogReader, AuditHasher } from './domain/cases/audit.js';
import { QueueStatsReader } from './domain/cases/queue-figures.js';
import { HiddenSubjects } from './domain/cases/hidden-subjects.js';
import { CaseNotifications } from './domain/cases/case-notifications.js';
import { CaseReports, Cases, Decisions } from './domain/cases/cases.js';
import { CaseLimits } from './domain/cases/limits.js';
import { ModerationRegistry } from './domain/cases/moderation-registry.js';
import { AuditLogTriggers } from './storage/cases/audit-log-triggers.js';
import { SqlHiddenSubjects } from './storage/cases/sql-hidden-subjects.js';
import { SqlAuditReading } from './storage/cases/sql-audit-reading.js';
import { Sha256Seal, SqlAudit } from './storage/cases/sql-audit.js';
import { SqlCaseNotifications } from './storage/cases/sql-case-notifications.js';
import { SqlCaseReports } from './storage/cases/sql-case-reports.js';
import { SqlCases } from './storage/cases/sql-cases.js';
import { SqlQueueFigures } from './storage/cases/sql-queue-figures.js';
import { SqlDecisions } from './storage/cases/sql-decisions.js';
import { ApplyDecision } from './use-cases/cases/apply-decision.js';
import { CaseSurroundings } from './use-cases/cases/case-surroundings.js';
import { ClaimCase } from './use-cases/cases/claim-case.js';
import { RecordAppealOutcome } from './use-cases/cases/record-appeal-outcome.js';
import { GrantPendingAppeals } from './use-cases/cases/grant-pending-appeals.js';
import { DecideAppeal } from './use-cases/cases/decide-appeal.js';
import { DecideCase } from './use-cases/cases/decide-case.js';
import { ExportAudit } from './use-cases/cases/export-audit.js';
import { ExportCases } from './use-cases/cases/export-cases.js';
import { AddReport } from './use-cases/cases/add-report.js';
import { LockCase } from './use-cases/cases/lock-case.js';
import { KeptCases } from './use-cases/cases/kept-cases.js';
import { SubjectReader } from './use-cases/cases/subject-reader.js';
import { SubmitAppeal } from './use-cases/cases/submit-appeal.js';
import { ModeratedUsers } from './use-cases/cases/moderated-users.js';
import { MyDecisions } from './use-cases/cases/my-decisions.js';
import { OpenCase } from './use-cases/cases/open-case.js';
import { EraseUserFromCases } from './use-cases/cases/erase-user-from-cases.js';
import { ReadCaseDetail } from './use-cases/cases/read-case-detail.js';
import { ReadCaseNotifications } from './use-cases/cases/read-case-notifications.js';
import { ReadQueueStats } from './use-cases/cases/read-queue-stats.js';
import { ReadCases } from './use-cases/cases/read-cases.js';
import { ReportSubject } from './use-cases/cases/report-subject.js';
import { SanctionUser } from './use-cases/cases/sanction-user.js';
import { RecordDecision } from './use-cases/cases/record-decision.js';
import { CaseNotifier } from './use-cases/cases/case-notifier.js';
import { DecisionNotifier } from './use-cases/cases/decision-notifier.js';
import { VerifyAudit } from './use-cases/cases/verify-audit.js';
import { AuditFileController } from './api/cases/audit-file.controller.js';
import { AuditController } from './api/cases/audit.controller.js';
import { CaseActions } from './api/cases/case-actions.js';
import { CaseDetails } from './api/cases/case-details.js';
import { CaseBroadcaster } from './api/cases/case-broadcaster.js';
import { CaseNotificationSource } from './api/cases/case-notification-source.js';
import { CaseImages } from './api/cases/case-images.js';
import { CaseQueue } from './api/cases/case-queue.js';
import { CasesController } from './api/cases/cases.controller.js';
import { CaseAccountHandler } from './api/cases/case-account-handler.js';
import { CasesGateway } from './api/cases/cases.gateway.js';
import { CaseViews } from './api/cases/case-views.js';
import { CaseSubscribers } from './api/cases/case-subscribers.js';
import { LockAuditLog } from './api/cases/lock-audit-log.js';
import { caseLimits } from './api/cases/contract-limits.js';
import { MyStandingController } from './api/cases/my-standing.controller.js';
import { UserStandings } from './api/cases/user-standings.js';
import { StandingsController } from './api/cases/standings.controller.js';

/** Where a program at a terminal finds them, too. */
const casesStorage = [
  { provide: Cases, useClass: SqlCases },
  { provide: CaseReports, useClass: SqlCaseReports },
  { provide: Decisions, useClass: SqlDecisions },
  { provide: CaseNotifications, useClass: SqlCaseNotifications },
  { provide: HiddenSubjects, useClass: SqlHiddenSubjects },
  { provide: Audit, useClass: SqlAudit },
  { provide: QueueStatsReader, useClass: SqlQueueFigures },
  { provide: AuditLogReader, useClass: SqlAuditReading },
  { provide: AuditLogLock, useClass: AuditLogTriggers },
  { provide: AuditHasher, useClass: Sha256Seal },
  { provide: ModerationRegistry, useClass: ModerationRegistry },
];

/** What users report and checks hold back, what is decided about it, and the log of all that. */
export const cases = {
  controllers: [CasesController, StandingsController, AuditController, AuditFileController, MyStandingController],
  providers: [
    ...casesStorage,
    { provide: CaseLimits, useValue: caseLimits },
    ...[
      CaseSurroundings,
      KeptCases,
      SubjectReader,
      LockCase,
      AddReport,
      ReportSubject,
      OpenCase,
      ClaimCase,
      ApplyDecision,
      RecordDecision,
    ],
    ...[
      DecideCase,
      SubmitAppeal,
      DecideAppeal,
      RecordAppealOutcome,
      GrantPendingAppeals,
      SanctionUser,
      CaseNotifier,
      DecisionNotifier,
    ],
    ...[ReadQueueStats, ExportAudit],
    ...[ReadCases, ReadCaseDetail, ReadCaseNotifications, MyDecisions, ExportCases, EraseUserFromCases, ModeratedUsers],
    ...[CaseViews, CaseDetails, CaseQueue, CaseActions, CaseImages, UserStandings, CaseSubscribers, CaseBroadcaster],
    ...[VerifyAudit, CasesGateway, CaseNotificationSource, CaseAccountHandler, LockAuditLog],
  ],
  exports: [Audit, ModerationRegistry, OpenCase],
};
