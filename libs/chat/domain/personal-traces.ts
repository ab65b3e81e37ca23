/** An emoji that somebody gave. */
export interface GivenReaction {
  readonly messageId: string;
  readonly roomId: string;
  readonly emoji: string;
  readonly at: number;
}

/** What somebody was told of. */
export interface Call {
  readonly id: string;
  readonly kind: string;
  readonly roomId: string;
  readonly messageId: string;
  readonly at: number;
  readonly readAt: number | null;
}

/** Port: what else chat keeps of one person, beside what they said. */
export abstract class PersonalTraces {
  /** By message and emoji, after the last one that was read. */
  abstract reactionsBy(
    personId: string,
    after: Pick<GivenReaction, 'messageId' | 'emoji'>,
    limit: number,
  ): Promise<GivenReaction[]>;
  /** In the order of their ids, which is that of time. */
  abstract callsOf(personId: string, afterId: string, limit: number): Promise<Call[]>;
}
