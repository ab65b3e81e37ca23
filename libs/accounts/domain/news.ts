import { DomainEvent } from '@visionary/kernel';

/** Kinds of news that somebody may not want, each by itself. */
export type NewsChoice =
  'mentions' | 'replies' | 'direct' | 'comments' | 'reactions' | 'follows' | 'takes' | 'models' | 'versions';

/** Port: which kinds of news people do not want; all the others reach them. */
export abstract class DeclinedNews {
  abstract of(personId: string): Promise<ReadonlySet<NewsChoice>>;
  /** One query however many people; those who decline nothing are missing. */
  abstract ofPeople(personIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<NewsChoice>>>;
  /** Declining twice is no error. */
  abstract decline(personId: string, choice: NewsChoice): Promise<void>;
  abstract want(personId: string, choice: NewsChoice): Promise<void>;
}

/** Where a page of news goes on: after the one of that moment and id. */
export interface NewsPlace {
  readonly at: number;
  readonly id: string;
}

/** Something new for people, or something that was told already and is unread has grown. Announced by what keeps it. */
export class PeopleTold extends DomainEvent {
  /** @param source the name of the source that knows these ids */
  constructor(
    readonly source: string,
    readonly told: readonly { readonly id: string; readonly personId: string }[],
  ) {
    super();
  }
}

/** People have another number of news they have not read. */
export class NewsRead extends DomainEvent {
  constructor(readonly personIds: readonly string[]) {
    super();
  }
}
