import { Audit, AuditClosing, AuditReading, Seal } from './domain/cases/audit.js';
import { QueueFigures } from './domain/cases/queue-figures.js';
import { Aside } from './domain/cases/aside.js';
import { CaseNotices } from './domain/cases/case-notices.js';
import { CaseReports, Cases, Decisions } from './domain/cases/cases.js';
import { CaseLimits } from './domain/cases/limits.js';
import { ModeratedSubjects } from './domain/cases/moderated-subjects.js';
import { AuditLock } from './storage/cases/audit-lock.js';
import { SqlAside } from './storage/cases/sql-aside.js';
import { SqlAuditReading } from './storage/cases/sql-audit-reading.js';
import { Sha256Seal, SqlAudit } from './storage/cases/sql-audit.js';
import { SqlCaseNotices } from './storage/cases/sql-case-notices.js';
import { SqlCaseReports } from './storage/cases/sql-case-reports.js';
import { SqlCases } from './storage/cases/sql-cases.js';
import { SqlQueueFigures } from './storage/cases/sql-queue-figures.js';
import { SqlDecisions } from './storage/cases/sql-decisions.js';
import { CarryOut } from './usecases/cases/carry-out.js';
import { CaseSurroundings } from './usecases/cases/case-surroundings.js';
import { ClaimCase } from './usecases/cases/claim-case.js';
import { CloseAppeal } from './usecases/cases/close-appeal.js';
import { GrantWhatWaits } from './usecases/cases/grant-what-waits.js';
import { DecideAppeal } from './usecases/cases/decide-appeal.js';
import { DecideCase } from './usecases/cases/decide-case.js';
import { ExportAudit } from './usecases/cases/export-audit.js';
import { ExportCases } from './usecases/cases/export-cases.js';
import { GatherReport } from './usecases/cases/gather-report.js';
import { HoldCase } from './usecases/cases/hold-case.js';
import { KeptCases } from './usecases/cases/kept-cases.js';
import { KnownSubjects } from './usecases/cases/known-subjects.js';
import { MakeAppeal } from './usecases/cases/make-appeal.js';
import { ModeratedPeople } from './usecases/cases/moderated-people.js';
import { MyDecisions } from './usecases/cases/my-decisions.js';
import { OpenCase } from './usecases/cases/open-case.js';
import { PartWithPerson } from './usecases/cases/part-with-person.js';
import { ReadCaseDetail } from './usecases/cases/read-case-detail.js';
import { ReadCaseNotices } from './usecases/cases/read-case-notices.js';
import { ReadFigures } from './usecases/cases/read-figures.js';
import { ReadCases } from './usecases/cases/read-cases.js';
import { ReportSubject } from './usecases/cases/report-subject.js';
import { SanctionSomebody } from './usecases/cases/sanction-somebody.js';
import { SettleCase } from './usecases/cases/settle-case.js';
import { TellOfCases } from './usecases/cases/tell-of-cases.js';
import { TellOfDecisions } from './usecases/cases/tell-of-decisions.js';
import { VerifyAudit } from './usecases/cases/verify-audit.js';
import { AuditFileController } from './wire/cases/audit-file.controller.js';
import { AuditController } from './wire/cases/audit.controller.js';
import { CaseDesk } from './wire/cases/case-desk.js';
import { CaseDetails } from './wire/cases/case-details.js';
import { CaseNews } from './wire/cases/case-news.js';
import { CaseNoticeNews } from './wire/cases/case-notice-news.js';
import { CasePictures } from './wire/cases/case-pictures.js';
import { CaseQueue } from './wire/cases/case-queue.js';
import { CasesController } from './wire/cases/cases.controller.js';
import { CasesFollowPeople } from './wire/cases/cases-follow-people.js';
import { CasesGateway } from './wire/cases/cases.gateway.js';
import { CaseViews } from './wire/cases/case-views.js';
import { CaseWatchers } from './wire/cases/case-watchers.js';
import { CloseAudit } from './wire/cases/close-audit.js';
import { caseLimits } from './wire/cases/contract-limits.js';
import { MyStandingController } from './wire/cases/my-standing.controller.js';
import { PeopleStandings } from './wire/cases/people-standings.js';
import { StandingsController } from './wire/cases/standings.controller.js';

/** Where a program at a terminal finds them, too. */
const casesStorage = [
  { provide: Cases, useClass: SqlCases },
  { provide: CaseReports, useClass: SqlCaseReports },
  { provide: Decisions, useClass: SqlDecisions },
  { provide: CaseNotices, useClass: SqlCaseNotices },
  { provide: Aside, useClass: SqlAside },
  { provide: Audit, useClass: SqlAudit },
  { provide: QueueFigures, useClass: SqlQueueFigures },
  { provide: AuditReading, useClass: SqlAuditReading },
  { provide: AuditClosing, useClass: AuditLock },
  { provide: Seal, useClass: Sha256Seal },
  { provide: ModeratedSubjects, useClass: ModeratedSubjects },
];

/** What people report and checks hold back, what is decided about it, and the log of all that. */
export const cases = {
  controllers: [CasesController, StandingsController, AuditController, AuditFileController, MyStandingController],
  providers: [
    ...casesStorage,
    { provide: CaseLimits, useValue: caseLimits },
    ...[
      CaseSurroundings,
      KeptCases,
      KnownSubjects,
      HoldCase,
      GatherReport,
      ReportSubject,
      OpenCase,
      ClaimCase,
      CarryOut,
      SettleCase,
    ],
    ...[
      DecideCase,
      MakeAppeal,
      DecideAppeal,
      CloseAppeal,
      GrantWhatWaits,
      SanctionSomebody,
      TellOfCases,
      TellOfDecisions,
    ],
    ...[ReadFigures, ExportAudit],
    ...[ReadCases, ReadCaseDetail, ReadCaseNotices, MyDecisions, ExportCases, PartWithPerson, ModeratedPeople],
    ...[CaseViews, CaseDetails, CaseQueue, CaseDesk, CasePictures, PeopleStandings, CaseWatchers, CaseNews],
    ...[VerifyAudit, CasesGateway, CaseNoticeNews, CasesFollowPeople, CloseAudit],
  ],
  exports: [Audit, ModeratedSubjects, OpenCase],
};
