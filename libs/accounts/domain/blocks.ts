import { DomainEvent } from '@visionary/kernel';

/** Port: who does not want to hear from whom. Other slices ask `between` and `apart`. */
export abstract class Blocks {
  /** Whether either has blocked the other: then neither may call, write to or invite the other. */
  abstract between(personId: string, otherId: string): Promise<boolean>;
  /** Those of the others with whom `between` is true; one query however many are asked for. */
  abstract apart(personId: string, otherIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whom this person has blocked, the newest first. */
  abstract of(personId: string): Promise<string[]>;
  /** Blocking twice is no error. */
  abstract add(personId: string, blockedId: string, at: number): Promise<void>;
  abstract remove(personId: string, blockedId: string): Promise<void>;
}

/** Whether a person has blocked another one is no longer what it was. */
export class BlocksChanged extends DomainEvent {
  constructor(
    readonly personId: string,
    readonly otherId: string,
  ) {
    super();
  }
}
