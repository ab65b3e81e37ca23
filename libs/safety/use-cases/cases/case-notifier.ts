import { Injectable } from '@nestjs/common';
import { ListUserStandings, NotificationsRead, UsersNotified } from '@visionary/accounts';
import { Ids, UnitOfWork } from '@visionary/kernel';
import {
  CaseNotifications,
  type CaseNotificationKind,
  NOTIFICATION_SOURCE,
  type CaseNotificationData,
} from '../../domain/cases/case-notifications.js';

interface Telling {
  readonly kind: CaseNotificationKind;
  readonly caseId: string;
  readonly data: CaseNotificationData;
  readonly at: number;
}

/** Inside the transaction in which something happens with a case: tells users of it. Nobody can decline it. */
@Injectable()
export class CaseNotifier {
  constructor(
    private readonly notices: CaseNotifications,
    private readonly standings: ListUserStandings,
    private readonly work: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  async users(userIds: readonly string[], telling: Telling): Promise<void> {
    const told = [...new Set(userIds)].map((userId) => ({
      id: this.ids.next(),
      userId,
      readAt: null,
      ...telling,
    }));
    if (told.length === 0) return;
    await this.notices.add(told);
    this.work.publish(
      new UsersNotified(
        NOTIFICATION_SOURCE,
        told.map(({ id, userId }) => ({ id, userId })),
      ),
    );
  }

  /** @param butId whoever caused it */
  async moderators(telling: Telling, butId: string | null): Promise<void> {
    const all = [...(await this.standings.staff()).keys()];
    await this.users(
      all.filter((id) => id !== butId),
      telling,
    );
  }

  /** What those who moderate were told of it needs nobody's eyes any more. */
  async settle(caseId: string, kinds: readonly CaseNotificationKind[], at: number): Promise<void> {
    const users = await this.notices.settle(caseId, kinds, at);
    if (users.length > 0) this.work.publish(new NotificationsRead(users));
  }
}
