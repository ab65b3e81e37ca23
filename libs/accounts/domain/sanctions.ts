import { DomainEvent } from '@visionary/kernel';

/** What is kept from somebody on the whole instance: ms since 1970, null: nothing, FOR_GOOD: for good. */
export interface Sanctions {
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** Somebody may only read from now on, is kept out, or neither any more. Announced inside the transaction. */
export class UserSanctioned extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly sanctions: Sanctions,
    readonly at: number,
  ) {
    super();
  }
}

/** Whether it holds at this moment. */
export const isActive = (until: number | null, now: number): until is number => until !== null && until > now;
