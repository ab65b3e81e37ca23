import { DomainEvent } from '@visionary/kernel';
import type { Account } from './account.js';

/** A person as others see them. */
export interface Person {
  readonly id: string;
  /** Empty once the account is gone. */
  readonly name: string;
  /** Address of their picture; absent where there is none. */
  readonly picture?: string;
}

/** Where a person's picture is served: a new one has a new address, so that each can be kept for ever. */
const pictureAddress = (id: string, picture: string): string => `/api/people/${id}/picture/${picture}`;

export const personOf = ({
  id,
  name,
  shownName,
  picture,
}: Pick<Account, 'id' | 'name' | 'shownName' | 'picture'>): Person => ({
  id,
  name: shownName ?? name,
  ...(picture !== null && { picture: pictureAddress(id, picture) }),
});

/** Somebody shows another name or picture from now on, or is gone. */
export class PersonChanged extends DomainEvent {
  constructor(readonly person: Person) {
    super();
  }
}

/** Something of an account that its own pages show is no longer what it was. */
export class MineChanged extends DomainEvent {
  constructor(
    readonly personId: string,
    readonly what: 'account' | 'sessions' | 'choices',
  ) {
    super();
  }
}
