import { Injectable } from '@nestjs/common';
import { paginate } from '@visionary/kernel';
import { CaseNotifications } from '../../domain/cases/case-notifications.js';
import { KeptCases } from './kept-cases.js';

const PER_PAGE = 500;
const when = (at: number): string => new Date(at).toISOString();
type Placed = { readonly id: string };

/** What somebody reported, appealed against and was told, page by page. */
@Injectable()
export class ExportCases {
  constructor(
    private readonly kept: KeptCases,
    private readonly notices: CaseNotifications,
  ) {}

  reports(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Placed) => this.kept.reports.by(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ subjectKey: about, reason, words, at }) => ({
      about,
      reason,
      words,
      at: when(at),
    }));
  }

  appeals(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Placed) => this.kept.decisions.appealsBy(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ decisionId, words, at, outcome, answer }) => ({
      ...{ decisionId, words, at: when(at) },
      ...(outcome !== null && { outcome, answer }),
    }));
  }

  /** By whom is theirs to tell. */
  told(userId: string): AsyncIterable<readonly object[]> {
    const read = (last?: Placed) => this.notices.notifiedUsers(userId, last?.id ?? '', PER_PAGE);
    return paginate(PER_PAGE, read, ({ kind, data: { byId: _byId, ...data }, at }) => ({
      kind,
      ...data,
      at: when(at),
    }));
  }
}
