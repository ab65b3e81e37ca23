export type Language = 'zh' | 'en';
export type Theme = 'light' | 'dark' | 'system';
/** What becomes of images that are not for everybody: covered until one wants to see it, shown, or left out of lists. */
export type Sight = 'blur' | 'show' | 'hide';
/** A moderator looks after public rooms, an admin after the instance. */
export type AccountRole = 'member' | 'moderator' | 'admin';

/** What names are compared by; see nameKeys. */
export interface NameKeys {
  /** Without case, marks and disguise: users sign in by it. */
  readonly folded: string;
  /** As it looks on the screen, with case. */
  readonly confusable: string;
}

export interface Account {
  readonly id: string;
  /** As typed; signed in with. */
  readonly name: string;
  /** What others see; null: the name itself. */
  readonly shownName: string | null;
  readonly keys: NameKeys;
  readonly passwordHash: string;
  readonly language: Language;
  readonly theme: Theme;
  readonly sensitiveContentMode: Sight;
  /** Key of the image in the blob store. */
  readonly image: string | null;
  readonly role: AccountRole;
  /** A few words about them. */
  readonly bio: string;
  readonly createdAt: number;
  /** May only read until then, and is kept out until then; ms since 1970, null: not, FOR_GOOD: for good. */
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

export type AccountChanges = Partial<
  Pick<
    Account,
    | 'language'
    | 'theme'
    | 'sensitiveContentMode'
    | 'shownName'
    | 'image'
    | 'passwordHash'
    | 'role'
    | 'bio'
    | 'mutedUntil'
    | 'bannedUntil'
  >
>;

/** Port to where accounts are kept. */
export abstract class Accounts {
  abstract byId(id: string): Promise<Account | null>;
  /** In no particular order; ids nobody has are left out. */
  abstract byIds(ids: readonly string[]): Promise<Account[]>;
  /** By the name they sign in with or the one they show. */
  abstract byAnyName(folded: string): Promise<Account | null>;
  abstract byFoldedName(folded: string): Promise<Account | null>;
  /** Within a transaction: as it is now, and nobody else changes it until that ends. */
  abstract hold(id: string): Promise<Account | null>;
  /** As `hold`, several by one query, in the order of their ids. */
  abstract holdAll(ids: readonly string[]): Promise<Account[]>;
  /** As `hold`, all admins. */
  abstract holdAdmins(): Promise<Account[]>;
  /** Everybody who is more than a member. */
  abstract withStaffRole(): Promise<ReadonlyMap<string, AccountRole>>;
  /** Whose names have `folded` in them: admins, then moderators, then the newest. */
  abstract newest(folded: string, limit: number): Promise<Account[]>;
  /** Those who are muted, or banned, after `now`: by id, after one of them. */
  abstract sanctioned(which: 'muted' | 'banned', now: number, afterId: string, limit: number): Promise<Account[]>;
  abstract add(account: Account): Promise<void>;
  abstract change(id: string, changes: AccountChanges): Promise<void>;
  /** With names, blocks by and against it. */
  abstract remove(id: string): Promise<void>;
}
