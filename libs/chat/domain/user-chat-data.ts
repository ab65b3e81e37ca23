/** An emoji that somebody gave. */
export interface UserReaction {
  readonly messageId: string;
  readonly roomId: string;
  readonly emoji: string;
  readonly at: number;
}

/** What somebody was told of. */
export interface UserNotification {
  readonly id: string;
  readonly kind: string;
  readonly roomId: string;
  readonly messageId: string;
  readonly at: number;
  readonly readAt: number | null;
}

/** Port: what else chat keeps of one user, beside what they said. */
export abstract class UserChatData {
  /** By message and emoji, after the last one that was read. */
  abstract reactionsBy(
    userId: string,
    after: Pick<UserReaction, 'messageId' | 'emoji'>,
    limit: number,
  ): Promise<UserReaction[]>;
  /** In the order of their ids, which is that of time. */
  abstract callsOf(userId: string, afterId: string, limit: number): Promise<UserNotification[]>;
}
