import { DomainEvent } from '@visionary/kernel';

export type { NotificationCategory } from '@visionary/contract';

/** Where the next page of notifications starts: after the notification of this time and id. */
export interface NotificationCursor {
  readonly at: number;
  readonly id: string;
}

/** Users got new notifications, or unread ones grew. Published by the slice that stores them. */
export class UsersNotified extends DomainEvent {
  /** @param source name of the NotificationSource that knows these ids */
  constructor(
    readonly source: string,
    readonly notifications: readonly { readonly id: string; readonly userId: string }[],
  ) {
    super();
  }
}

/** The number of unread notifications of these users changed. */
export class NotificationsRead extends DomainEvent {
  constructor(readonly userIds: readonly string[]) {
    super();
  }
}
