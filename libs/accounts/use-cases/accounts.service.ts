import { Injectable } from '@nestjs/common';
import type { Language, Theme } from '@visionary/contract';
import { Clock, Ids, muteRejection, Rejection, UnitOfWork } from '@visionary/kernel';
import { type Account, type AccountChanges, AccountDeleted, type NameKeys } from '../domain/account.js';
import { LoginRateLimits } from '../storage/login-rate-limits.js';
import { type CheckedProfileText, NameRules, type ProfileText } from '../domain/name-rules.js';
import { Passwords } from '../storage/passwords.js';
import { OwnStateChanged, UserChanged, userCacheTag, userOf } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { Names } from '../storage/names.js';
import { foldNameOrNull, nameKeys } from './name-keys.js';
import { ReservedNames } from './reserved-names.js';
import { SessionsService, type SignInBrowser } from './sessions.service.js';

export type NewAccount = Pick<Account, 'name' | 'keys' | 'passwordHash' | 'language' | 'theme'> &
  Partial<Pick<Account, 'id' | 'bio'>>;

export interface SignUpRequest extends SignInBrowser {
  readonly name: string;
  readonly password: string;
  readonly language: Language;
  readonly theme: Theme;
  /** IP address of the request. */
  readonly address: string;
}

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** IP address of the request. */
  readonly address: string;
}

export interface PasswordChange {
  readonly accountId: string;
  /** Stays open; every other session ends. */
  readonly sessionId: string;
  readonly current: string;
  readonly next: string;
}

export interface ProfileChanges extends Pick<
  AccountChanges,
  'language' | 'theme' | 'sensitiveContentMode' | 'image' | 'bio' | 'hasSeenHints'
> {
  /** The shown name; the sign-in name stays. */
  readonly name?: string;
}

/** Creates, changes and deletes accounts, and verifies their passwords. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: Accounts,
    private readonly names: Names,
    private readonly nameRules: NameRules,
    private readonly reservedNames: ReservedNames,
    private readonly passwords: Passwords,
    private readonly loginRateLimits: LoginRateLimits,
    private readonly sessions: SessionsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  byId(id: string): Promise<Account | null> {
    return this.accounts.byId(id);
  }

  /**
   * Creates an account with a first session.
   * @throws Rejection ACCOUNTS_NAME_TAKEN, ACCOUNTS_NAME_RESERVED, ACCOUNTS_TOO_MANY_ATTEMPTS, INVALID, SAFETY_BLOCKED_TERMS
   */
  async signUp(request: SignUpRequest): Promise<{ readonly account: Account; readonly token: string }> {
    const keys = nameKeys(request.name);
    this.reservedNames.reject(request.name);
    const checkedName = await this.nameRules.check({ name: request.name });
    // Counted before the slow hash, so concurrent attempts all count.
    await this.loginRateLimits.countSignUp(request.address);
    try {
      return await this.createWithSession(request, keys, checkedName);
    } catch (error) {
      await this.loginRateLimits.refundSignUp(request.address);
      throw error;
    }
  }

  private async createWithSession(
    { name, password, language, theme, ...browser }: SignUpRequest,
    keys: NameKeys,
    checkedName: CheckedProfileText<ProfileText>,
  ) {
    // Fails before the slow hash. Concurrent claims are decided by the database in `add`.
    if (await this.names.isTaken(keys)) throw new Rejection('ACCOUNTS_NAME_TAKEN');
    const passwordHash = await this.passwords.hash(password);
    const createAccount = async () => {
      const account = await this.add({ name, keys, passwordHash, language, theme });
      await checkedName.onStored(account.id);
      return account;
    };
    return this.sessions.openFirst(createAccount, browser);
  }

  /** Stores an account and claims its name in one transaction. @throws Rejection ACCOUNTS_NAME_TAKEN */
  async add(newAccount: NewAccount): Promise<Account> {
    const account: Account = {
      ...newAccount,
      id: newAccount.id ?? this.ids.next(),
      bio: newAccount.bio ?? '',
      hasSeenHints: false,
      createdAt: this.clock.now(),
      displayName: null,
      image: null,
      mutedUntil: null,
      bannedUntil: null,
      role: 'member',
      sensitiveContentMode: 'blur',
    };
    await this.unitOfWork.run(async () => {
      await this.names.claim(account.id, { signIn: account.keys, display: account.keys });
      await this.accounts.add(account);
    });
    return account;
  }

  /** @throws Rejection ACCOUNTS_WRONG_CREDENTIALS for an unknown name and for a wrong password, ACCOUNTS_TOO_MANY_ATTEMPTS */
  async signIn({ name, password, address }: Credentials): Promise<Account> {
    const folded = foldNameOrNull(name) ?? '';
    // Counted before the password is verified, so concurrent attempts all count.
    await this.loginRateLimits.countSignIn(address, folded);
    const account = await this.accounts.byFoldedName(folded);
    const isMatch = await this.passwords.verify(account?.passwordHash ?? null, password);
    if (!account || !isMatch) throw new Rejection('ACCOUNTS_WRONG_CREDENTIALS');
    await this.loginRateLimits.resetSignIn(address, folded);
    return account;
  }

  /**
   * Ends all other sessions.
   * @throws Rejection ACCOUNTS_WRONG_PASSWORD, ACCOUNTS_TOO_MANY_ATTEMPTS, UNAUTHENTICATED when the account is deleted
   */
  async changePassword({ accountId, sessionId, current, next }: PasswordChange): Promise<void> {
    const confirmed = await this.confirmPassword(accountId, current);
    const passwordHash = await this.passwords.hash(next);
    await this.unitOfWork.run(async () => {
      const account = await this.accounts.lock(accountId);
      // A concurrent change with the same password came first.
      if (account?.passwordHash !== confirmed.passwordHash) throw new Rejection('ACCOUNTS_WRONG_PASSWORD');
      await this.accounts.change(accountId, { passwordHash });
      await this.sessions.endAll(accountId, sessionId);
    });
  }

  /**
   * Changes what an account shows to its owner and to others.
   * @returns the changed account
   * @throws Rejection UNAUTHENTICATED when it is deleted, ACCOUNTS_NAME_TAKEN, ACCOUNTS_NAME_RESERVED unless the user is an
   *   admin, INVALID, SAFETY_BLOCKED_TERMS; SAFETY_MUTED for changes that others see
   */
  async updateProfile(id: string, profileChanges: ProfileChanges): Promise<Account> {
    const { name, ...rest } = profileChanges;
    const keys = name === undefined ? null : nameKeys(name);
    const checked = await this.nameRules.check(publicTextOf(profileChanges));
    const changes = { ...rest, ...(checked.text.bio !== undefined && { bio: checked.text.bio }) };
    const work = async () => {
      const before = await this.accounts.lock(id);
      if (!before) throw new Rejection('UNAUTHENTICATED');
      const isPublic = name !== undefined || changes.bio !== undefined || changes.image;
      const mute = isPublic && muteRejection(before, this.clock.now());
      if (mute) throw mute;
      const isRenamed = name !== undefined && name !== before.name && name !== before.displayName;
      if (isRenamed && before.role !== 'admin') this.reservedNames.reject(name);
      const nameChange = name === undefined ? {} : { displayName: name === before.name ? null : name };
      const after: Account = { ...before, ...changes, ...nameChange };
      // A name that the user has already stays theirs, also when a later rule says that it looks like another.
      if (keys) {
        const display = isRenamed ? keys : { folded: keys.folded, confusable: keys.confusable };
        await this.names.claim(id, { signIn: before.keys, display });
      }
      await this.accounts.change(id, { ...changes, ...nameChange });
      await checked.onStored(id);
      const [userBefore, userAfter] = [userOf(before), userOf(after)];
      if (userBefore.name !== userAfter.name || userBefore.image !== userAfter.image) {
        this.unitOfWork.publish(new UserChanged(userAfter));
      }
      this.unitOfWork.publish(new OwnStateChanged(id, 'account'));
      return after;
    };
    return this.unitOfWork.run(work, [userCacheTag(id)]);
  }

  /**
   * @param key of the avatar in the blob store; null: none
   * @returns the key before and the changed account
   * @throws Rejection UNAUTHENTICATED when the account is deleted, SAFETY_MUTED
   */
  setAvatar(id: string, key: string | null): Promise<{ before: string | null; after: Account }> {
    const work = async () => {
      // Locked first: the second of two concurrent changes sees the key that the first one stored.
      const account = await this.accounts.lock(id);
      if (!account) throw new Rejection('UNAUTHENTICATED');
      return { before: account.image, after: await this.updateProfile(id, { image: key }) };
    };
    return this.unitOfWork.run(work, [userCacheTag(id)]);
  }

  /**
   * Deletes the account and everything that other slices store of the user alone. The name is free at once.
   * @returns the deleted account
   * @throws Rejection ACCOUNTS_WRONG_PASSWORD, ACCOUNTS_TOO_MANY_ATTEMPTS, UNAUTHENTICATED, ACCOUNTS_LAST_ADMIN
   */
  async deleteWithPassword(id: string, password: string): Promise<Account> {
    return this.delete(await this.confirmPassword(id, password));
  }

  /**
   * @param account as it was when its password was verified
   * @throws Rejection ACCOUNTS_WRONG_PASSWORD when the password changed in between, ACCOUNTS_LAST_ADMIN
   */
  async delete({ id, passwordHash }: Account): Promise<Account> {
    const work = async () => {
      const account = await this.accounts.lock(id);
      if (account?.passwordHash !== passwordHash) throw new Rejection('ACCOUNTS_WRONG_PASSWORD');
      if (account.role === 'admin' && (await this.accounts.lockAdmins()).length === 1) {
        throw new Rejection('ACCOUNTS_LAST_ADMIN');
      }
      await this.sessions.endAll(id, null);
      await this.accounts.remove(id);
      this.unitOfWork.publish(new AccountDeleted(id, this.clock.now()));
      this.unitOfWork.publish(new UserChanged({ id, name: '' }));
      return account;
    };
    return this.unitOfWork.run(work, [userCacheTag(id)]);
  }

  /** Irreversible actions require the password again: someone else may use an open client. */
  private async confirmPassword(accountId: string, password: string): Promise<Account> {
    // Counted before the password is verified, as in `signIn`.
    await this.loginRateLimits.countConfirmation(accountId);
    const account = await this.accounts.byId(accountId);
    if (!account) throw new Rejection('UNAUTHENTICATED');
    if (!(await this.passwords.verify(account.passwordHash, password))) throw new Rejection('ACCOUNTS_WRONG_PASSWORD');
    await this.loginRateLimits.resetConfirmations(accountId);
    return account;
  }
}

const publicTextOf = ({ name, bio }: ProfileChanges): ProfileText => ({
  ...(name !== undefined && { name }),
  ...(bio !== undefined && { bio }),
});
