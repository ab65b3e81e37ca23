import { DomainEvent } from '@visionary/kernel';

/** Kinds of news that somebody may not want, each by itself. */
export type NotificationCategory =
  | 'mentions'
  | 'replies'
  | 'direct'
  | 'comments'
  | 'reactions'
  | 'follows'
  | 'takes'
  | 'models'
  | 'versions';

/** Port: which kinds of news users do not want; all the others reach them. */
export abstract class NotificationOptOuts {
  abstract of(userId: string): Promise<ReadonlySet<NotificationCategory>>;
  /** One query however many users; those who decline nothing are missing. */
  abstract ofUsers(userIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<NotificationCategory>>>;
  /** Declining twice is no error. */
  abstract optOut(userId: string, choice: NotificationCategory): Promise<void>;
  abstract optIn(userId: string, choice: NotificationCategory): Promise<void>;
}

/** Where a page of news goes on: after the one of that moment and id. */
export interface NotificationCursor {
  readonly at: number;
  readonly id: string;
}

/** Something new for users, or something that was told already and is unread has grown. Announced by what keeps it. */
export class UsersNotified extends DomainEvent {
  /** @param source the name of the source that knows these ids */
  constructor(
    readonly source: string,
    readonly told: readonly { readonly id: string; readonly userId: string }[],
  ) {
    super();
  }
}

/** Users have another number of news they have not read. */
export class NotificationsRead extends DomainEvent {
  constructor(readonly userIds: readonly string[]) {
    super();
  }
}
