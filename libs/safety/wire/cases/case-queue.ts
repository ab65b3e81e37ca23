import { Injectable } from '@nestjs/common';
import type { CaseFigures, CasePage, CasesQuery } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { StoredCase } from '../../domain/cases/case.js';
import type { CasePlace } from '../../domain/cases/cases.js';
import { ReadCases } from '../../usecases/cases/read-cases.js';
import { ReadFigures } from '../../usecases/cases/read-figures.js';
import { CaseViews } from './case-views.js';

/** Pages of the queue, by cursors that say where the next goes on. */
@Injectable()
export class CaseQueue {
  constructor(
    private readonly reading: ReadCases,
    private readonly views: CaseViews,
    private readonly figuring: ReadFigures,
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

  async figures(): Promise<CaseFigures> {
    const { oldestAt, decided, medianMs } = await this.figuring.run();
    return { ...(oldestAt !== null && { oldestAt }), decided, ...(medianMs !== null && { medianMs }) };
  }
}

const PLACE = /^(-?\d{1,9})\.(\d{1,16})\.([0-9a-f-]{36})$/;

const readPlace = (cursor: string | undefined): CasePlace | null => {
  if (cursor === undefined) return null;
  const [, value, at, id] = PLACE.exec(cursor) ?? [];
  if (id === undefined) throw new Rejection('INVALID', { field: 'cursor', reason: 'not one of ours' });
  return { value: Number(value), at: Number(at), id };
};

const placeAfter = ({ id, priority, openedAt, changedAt }: StoredCase, list: CasesQuery['list']): string =>
  `${priority}.${list === 'open' ? openedAt : changedAt}.${id}`;
