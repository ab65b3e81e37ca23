import { Injectable } from '@nestjs/common';
import { Aside } from '../../domain/cases/aside.js';
import { CaseNotices } from '../../domain/cases/case-notices.js';
import { KeptCases } from './kept-cases.js';

/** Inside the transaction in which somebody leaves: their words go; that something was reported and decided stays, by ids alone. */
@Injectable()
export class PartWithPerson {
  constructor(
    private readonly kept: KeptCases,
    private readonly notices: CaseNotices,
    private readonly aside: Aside,
  ) {}

  async run(personId: string): Promise<void> {
    await this.notices.forgetPerson(personId);
    await this.kept.reports.forgetWords(personId);
    await this.kept.decisions.forgetAppealWords(personId);
    await this.kept.cases.forgetTitles(personId);
    await this.aside.forgetPerson(personId);
  }
}
