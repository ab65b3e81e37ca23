import { Body, Controller } from '@nestjs/common';
import { FilterTest, type FilterTestResult } from '@visionary/contract';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { TestFilter } from '../../use-cases/blocked-terms/test-filter.js';
import { StaffRights } from '../caretakers.js';
import { TermViews } from './term-views.js';

/** "Why was this refused?" */
@Controller()
export class FilterTestController {
  constructor(
    private readonly staffRights: StaffRights,
    private readonly testFilter: TestFilter,
    private readonly views: TermViews,
  ) {}

  @Route('testFilter')
  async try(
    @Body({ schema: FilterTest }) { text }: FilterTest,
    @CurrentUser() me: Identity,
  ): Promise<FilterTestResult> {
    await this.staffRights.require(me, 'moderator');
    const hits = await this.testFilter.run(text);
    const terms = await this.views.many(hits.map(({ term }) => term));
    return { hits: hits.map((hit, n) => ({ ...hit, term: terms[n] as FilterTestResult['hits'][number]['term'] })) };
  }
}
