import { Injectable } from '@nestjs/common';
import type { QueueStats, CasePage, CasesQuery } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import type { CaseCursor } from '../../domain/cases/cases.js';
import { ReadCases } from '../../use-cases/cases/read-cases.js';
import { ReadQueueStats } from '../../use-cases/cases/read-queue-stats.js';
import { CaseViews } from './case-views.js';

/** Pages of the queue, by cursors that say where the next goes on. */
@Injectable()
export class CaseQueue {
  constructor(
    private readonly reading: ReadCases,
    private readonly views: CaseViews,
    private readonly figuring: ReadQueueStats,
  ) {}

  /** @throws Rejection INVALID for a cursor that is none */
  async page({ cursor, ...query }: CasesQuery, readerId: string): Promise<CasePage> {
    const { known, more } = await this.reading.page({ ...query, readerId, after: readPlace(cursor) });
    const last = known.at(-1)?.case;
    return {
      cases: await this.views.of(known),
      counts: await this.reading.counts(readerId),
      nextCursor: more && last ? placeAfter(last, query.list) : null,
    };
  }

  async figures(): Promise<QueueStats> {
    const { oldestAt, decided, medianMs } = await this.figuring.run();
    return { ...(oldestAt !== null && { oldestAt }), decided, ...(medianMs !== null && { medianMs }) };
  }
}

const PLACE = /^(-?\d{1,9})\.(\d{1,16})\.([0-9a-f-]{36})$/;

const readPlace = (cursor: string | undefined): CaseCursor | null => {
  if (cursor === undefined) return null;
  const [, value, at, id] = PLACE.exec(cursor) ?? [];
  if (id === undefined) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return { value: Number(value), at: Number(at), id };
};

const placeAfter = ({ id, priority, openedAt, changedAt }: StoredCase, list: CasesQuery['list']): string =>
  `${priority}.${list === 'open' ? openedAt : changedAt}.${id}`;
