import { Injectable } from '@nestjs/common';
import { NotificationsRead } from '@visionary/accounts';
import { type CaseNotification, CaseNotifications } from '../../domain/cases/case-notifications.js';
import { CaseSurroundings } from './case-surroundings.js';

/** What users were told of cases, as their news read it. */
@Injectable()
export class ReadCaseNotifications {
  constructor(
    private readonly notices: CaseNotifications,
    private readonly around: CaseSurroundings,
  ) {}

  page(userId: string, after: { at: number; id: string } | null, limit: number): Promise<CaseNotification[]> {
    return this.notices.page(userId, after, limit);
  }

  byIds(ids: readonly string[]): Promise<CaseNotification[]> {
    return this.notices.byIds(ids);
  }

  unreadOf(userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.notices.unreadOf(userIds);
  }

  async see(userId: string, ids: readonly string[] | undefined): Promise<void> {
    await this.around.work.run(async () => {
      const any = await this.notices.read(userId, ids, this.around.clock.now());
      if (any) this.around.work.publish(new NotificationsRead([userId]));
    });
  }
}
