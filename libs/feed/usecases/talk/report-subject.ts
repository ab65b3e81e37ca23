import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { Reports } from '../../domain/talk/reports.js';
import { DraftReport, type ReportToMake } from './draft-report.js';
import { HoldCompany } from './hold-company.js';
import { TellOfReports } from './tell-of-reports.js';

/** Tells those who look after the instance of something, once for each clientId. */
@Injectable()
export class ReportSubject {
  constructor(
    private readonly reports: Reports,
    private readonly drafts: DraftReport,
    private readonly company: HoldCompany,
    private readonly tell: TellOfReports,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Rejection as DraftReport, UNAUTHENTICATED */
  run(wanted: ReportToMake): Promise<void> {
    const { personId, clientId } = wanted;
    return this.unitOfWork.run(async () => {
      const { at } = await this.company.run(personId, []);
      // Whoever reports is held: the same command at the same time has ended by now.
      if (await this.reports.isThere(personId, clientId)) return;
      const report = await this.drafts.run(wanted, at);
      await this.reports.add(report);
      await this.tell.run(report);
    });
  }
}
