import { DomainEvent } from '@visionary/kernel';

/**
 * Somebody deletes their account. Announced inside the transaction that does it: what other slices keep of them goes, or
 * passes on, `beforeCommit`. Their id stays where rooms need it to read well; no name is behind it any more.
 */
export class AccountDeleted extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly at: number,
  ) {
    super();
  }
}
