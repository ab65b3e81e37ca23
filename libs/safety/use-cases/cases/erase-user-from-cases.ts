import { Injectable } from '@nestjs/common';
import { HiddenSubjects } from '../../domain/cases/hidden-subjects.js';
import { CaseNotifications } from '../../domain/cases/case-notifications.js';
import { KeptCases } from './kept-cases.js';

/** Inside the transaction in which somebody leaves: their words go; that something was reported and decided stays, by ids alone. */
@Injectable()
export class EraseUserFromCases {
  constructor(
    private readonly kept: KeptCases,
    private readonly notices: CaseNotifications,
    private readonly hiddenSubjects: HiddenSubjects,
  ) {}

  async run(userId: string): Promise<void> {
    await this.notices.forgetUser(userId);
    await this.kept.reports.forgetWords(userId);
    await this.kept.decisions.forgetAppealWords(userId);
    await this.kept.cases.forgetTitles(userId);
    await this.hiddenSubjects.forgetUser(userId);
  }
}
