import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, PersonalDataExporters } from '@visionary/accounts';
import { DomainEvents, paginate, isoTime } from '@visionary/kernel';
import { CaseReports } from '../../storage/cases/case-reports.js';
import { Cases } from '../../storage/cases/cases.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { CaseNotifier } from './case-notifier.js';

const PAGE_SIZE = 500;
type LastRow = { readonly id: string };

/** Exports a user's reports and appeals, and erases their texts when the account is deleted. */
@Injectable()
export class CaseAccountHandler implements OnModuleInit {
  constructor(
    private readonly exporters: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly cases: Cases,
    private readonly caseReports: CaseReports,
    private readonly decisions: Decisions,
    private readonly notifier: CaseNotifier,
  ) {}

  onModuleInit(): void {
    this.exporters.addList('safety/reports.json', (userId) => this.reports(userId));
    this.exporters.addList('safety/appeals.json', (userId) => this.appeals(userId));
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.erase(userId));
  }

  /** Reports, decisions, and notifications about them stay without texts and names. */
  private async erase(userId: string): Promise<void> {
    const reported = await this.caseReports.eraseTexts(userId);
    const appealed = await this.decisions.eraseAppealTexts(userId);
    await this.notifier.eraseTexts(userId, [...reported, ...appealed]);
    await this.notifier.eraseTitles(await this.cases.eraseTitles(userId));
  }

  private reports(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: LastRow) => this.caseReports.byUser(userId, last?.id ?? '', PAGE_SIZE);
    return paginate(PAGE_SIZE, read, ({ subjectKey: about, reason, comment, at }) => {
      return { about, reason, comment, at: isoTime(at) };
    });
  }

  private appeals(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: LastRow) => this.decisions.appealsBy(userId, last?.id ?? '', PAGE_SIZE);
    return paginate(PAGE_SIZE, read, ({ decisionId, text, at, outcome, answer }) => {
      return { decisionId, text, at: isoTime(at), ...(outcome !== null && { outcome, answer }) };
    });
  }
}
