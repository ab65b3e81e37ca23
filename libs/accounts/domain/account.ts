import type { AccountRole, Language, SensitiveContentMode, Theme } from '@visionary/contract';

/** Two names are the same when either key is; see nameKeys. */
export interface NameKeys {
  /** Without case, accents, and confusable letters. Users sign in by it. */
  readonly folded: string;
  /** As it looks on screen, with case. */
  readonly confusable: string;
  /** Like `folded`, with all look-alikes as plain letters. Only of a name that is chosen now; compared with `folded` of others. */
  readonly plain?: string;
}

export interface Account {
  readonly id: string;
  /** The sign-in name, as typed. */
  readonly name: string;
  /** The name that others see; null: `name`. */
  readonly displayName: string | null;
  readonly keys: NameKeys;
  readonly passwordHash: string;
  readonly language: Language;
  readonly theme: Theme;
  readonly sensitiveContentMode: SensitiveContentMode;
  /** Key of the avatar in the blob store. */
  readonly image: string | null;
  readonly role: AccountRole;
  readonly bio: string;
  /** Whether the hints of a first visit were closed. */
  readonly hasSeenHints: boolean;
  readonly createdAt: number;
  /** ms since 1970; null: not muted; PERMANENT: no end. */
  readonly mutedUntil: number | null;
  /** ms since 1970; null: not banned; PERMANENT: no end. */
  readonly bannedUntil: number | null;
}

export type AccountChanges = Partial<
  Pick<
    Account,
    | 'language'
    | 'theme'
    | 'sensitiveContentMode'
    | 'displayName'
    | 'image'
    | 'passwordHash'
    | 'role'
    | 'bio'
    | 'hasSeenHints'
    | 'mutedUntil'
    | 'bannedUntil'
  >
>;

/**
 * A user deletes their account. Published inside the transaction that does it: other slices delete or transfer what they
 * store of the user in `beforeCommit`. The id stays where rooms need it.
 */
export class AccountDeleted {
  constructor(
    readonly userId: string,
    readonly at: number,
  ) {}
}
