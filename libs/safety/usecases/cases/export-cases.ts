import { Injectable } from '@nestjs/common';
import { inPages } from '@visionary/kernel';
import { CaseNotices } from '../../domain/cases/case-notices.js';
import { KeptCases } from './kept-cases.js';

const PER_PAGE = 500;
const when = (at: number): string => new Date(at).toISOString();
type Placed = { readonly id: string };

/** What somebody reported, appealed against and was told, page by page. */
@Injectable()
export class ExportCases {
  constructor(
    private readonly kept: KeptCases,
    private readonly notices: CaseNotices,
  ) {}

  reports(personId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Placed) => this.kept.reports.by(personId, last?.id ?? '', PER_PAGE);
    return inPages(PER_PAGE, read, ({ subjectKey: about, reason, words, at }) => ({
      about,
      reason,
      words,
      at: when(at),
    }));
  }

  appeals(personId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Placed) => this.kept.decisions.appealsBy(personId, last?.id ?? '', PER_PAGE);
    return inPages(PER_PAGE, read, ({ decisionId, words, at, outcome, answer }) => ({
      ...{ decisionId, words, at: when(at) },
      ...(outcome !== null && { outcome, answer }),
    }));
  }

  /** By whom is theirs to tell. */
  told(personId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Placed) => this.notices.toldTo(personId, last?.id ?? '', PER_PAGE);
    return inPages(PER_PAGE, read, ({ kind, data: { byId: _byId, ...data }, at }) => ({ kind, ...data, at: when(at) }));
  }
}
