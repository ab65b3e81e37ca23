import { Injectable } from '@nestjs/common';
import { NewsRead } from '@visionary/accounts';
import { type CaseNotice, CaseNotices } from '../../domain/cases/case-notices.js';
import { CaseSurroundings } from './case-surroundings.js';

/** What people were told of cases, as their news read it. */
@Injectable()
export class ReadCaseNotices {
  constructor(
    private readonly notices: CaseNotices,
    private readonly around: CaseSurroundings,
  ) {}

  page(personId: string, after: { at: number; id: string } | null, limit: number): Promise<CaseNotice[]> {
    return this.notices.page(personId, after, limit);
  }

  byIds(ids: readonly string[]): Promise<CaseNotice[]> {
    return this.notices.byIds(ids);
  }

  unreadOf(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notices.unreadOf(personIds);
  }

  async see(personId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.around.work.run(async () => {
      const any = await this.notices.read(personId, ids, this.around.clock.now());
      if (any) this.around.work.announce(new NewsRead([personId]));
    });
  }
}
