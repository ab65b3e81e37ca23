export type Language = 'zh' | 'en';
export type Theme = 'light' | 'dark' | 'system';

/** What names are compared by; see nameKeys. */
export interface NameKeys {
  /** Without case, marks and disguise: people sign in by it. */
  readonly folded: string;
  /** As it looks on the screen, with case. */
  readonly looks: string;
}

export interface Account {
  readonly id: string;
  /** As typed. */
  readonly name: string;
  readonly keys: NameKeys;
  readonly passwordHash: string;
  readonly language: Language;
  readonly theme: Theme;
  readonly createdAt: number;
}

/** Port to where accounts are kept. */
export abstract class Accounts {
  abstract byId(id: string): Promise<Account | null>;
  /** In no particular order; ids nobody has are left out. */
  abstract byIds(ids: readonly string[]): Promise<Account[]>;
  abstract byFoldedName(folded: string): Promise<Account | null>;
  /** Whether somebody has this name or one that passes for it. */
  abstract isTaken(keys: NameKeys): Promise<boolean>;
  /** @throws Rejection ACCOUNTS_NAME_TAKEN, also when two come at once. */
  abstract add(account: Account): Promise<void>;
  abstract change(id: string, changes: { readonly language?: Language; readonly theme?: Theme }): Promise<void>;
}
