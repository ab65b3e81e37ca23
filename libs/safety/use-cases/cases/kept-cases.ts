import { Injectable } from '@nestjs/common';
import { CaseReports, Cases, Decisions } from '../../domain/cases/cases.js';

/** Where cases are kept. */
@Injectable()
export class KeptCases {
  constructor(
    readonly cases: Cases,
    readonly reports: CaseReports,
    readonly decisions: Decisions,
  ) {}
}
