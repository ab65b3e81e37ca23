import { DomainEvent } from '@visionary/kernel';

/** Port: who does not want to hear from whom. Other slices ask `between` and `apart`. */
export abstract class Blocks {
  /** Whether either has blocked the other: then neither may call, write to or invite the other. */
  abstract isBlocked(userId: string, otherId: string): Promise<boolean>;
  /** Those of the others with whom `between` is true; one query however many are asked for. */
  abstract blockedAmong(userId: string, otherIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whom this user has blocked, the newest first. */
  abstract of(userId: string): Promise<string[]>;
  /** Blocking twice is no error. */
  abstract add(userId: string, blockedId: string, at: number): Promise<void>;
  abstract remove(userId: string, blockedId: string): Promise<void>;
}

/** Whether a user has blocked another one is no longer what it was. */
export class BlocksChanged extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly otherId: string,
  ) {
    super();
  }
}
