import { DomainEvent } from '@visionary/kernel';
import type { Account } from './account.js';

/** A user as others see them. */
export interface User {
  readonly id: string;
  /** Empty once the account is gone. */
  readonly name: string;
  /** Address of their image; absent where there is none. */
  readonly image?: string;
}

/** Where a user's image is served: a new one has a new address, so that each can be kept for ever. */
const imageAddress = (id: string, image: string): string => `/api/users/${id}/image/${image}`;

export const userOf = ({ id, name, shownName, image }: Pick<Account, 'id' | 'name' | 'shownName' | 'image'>): User => ({
  id,
  name: shownName ?? name,
  ...(image !== null && { image: imageAddress(id, image) }),
});

/** Somebody shows another name or image from now on, or is gone. */
export class UserChanged extends DomainEvent {
  constructor(readonly user: User) {
    super();
  }
}

/** Something of an account that its own pages show is no longer what it was. */
export class OwnStateChanged extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly what: 'account' | 'sessions' | 'choices',
  ) {
    super();
  }
}
