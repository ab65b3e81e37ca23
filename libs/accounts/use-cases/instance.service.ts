import { Injectable } from '@nestjs/common';
import type { AccountRole } from '@visionary/contract';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { LoginRateLimits } from '../storage/login-rate-limits.js';
import { RoleChangeRecorder } from '../domain/role-change-recorder.js';
import { OwnStateChanged, userCacheTag } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { ClaimTokens } from '../storage/claim-tokens.js';
import { nameKeys } from './name-keys.js';
import { ReservedNames } from './reserved-names.js';
import { hashToken, mintToken } from './session-token.js';

/** Claim tokens are printed to the log, so they expire. */
const CLAIM_TTL_MS = 24 * 3_600_000;
/** A list shows this many accounts; a search finds the others. */
const ACCOUNTS_PER_LIST = 50;
/** Names that are compared between two turns of the event loop. */
const NAMES_PER_BATCH = 1000;

export interface AdminClaim {
  readonly accountId: string;
  readonly token: string;
  /** IP address of the request. */
  readonly address: string;
}

export interface RoleChange {
  readonly role: 'admin' | 'moderator';
  /** False: the role is removed. */
  readonly isGranted: boolean;
}

/** Admins and moderators of the instance, and how the first admin is made. */
@Injectable()
export class InstanceService {
  private knownRoles: ReadonlyMap<string, AccountRole> | undefined;

  constructor(
    private readonly accounts: Accounts,
    private readonly claimTokens: ClaimTokens,
    private readonly reservedNames: ReservedNames,
    private readonly loginRateLimits: LoginRateLimits,
    private readonly roleChanges: RoleChangeRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns a token for `claim`, stored only as a hash; null when the instance has an admin */
  async issueAdminClaim(): Promise<string | null> {
    return this.unitOfWork.run(async () => {
      if ((await this.accounts.lockAdmins()).length > 0) return null;
      const token = mintToken();
      const now = this.clock.now();
      await this.claimTokens.add(hashToken(token), now, now - CLAIM_TTL_MS);
      return token;
    });
  }

  /**
   * Makes the holder of a claim token the first admin.
   * @throws Rejection ACCOUNTS_CLAIM_INVALID, also when there is an admin already; ACCOUNTS_TOO_MANY_ATTEMPTS
   */
  async claim({ accountId, token, address }: AdminClaim): Promise<Account> {
    await this.loginRateLimits.countClaim(address);
    return this.unitOfWork.run(async () => {
      const isValid = await this.claimTokens.redeem(hashToken(token), this.clock.now() - CLAIM_TTL_MS);
      if (!isValid || (await this.accounts.lockAdmins()).length > 0) throw new Rejection('ACCOUNTS_CLAIM_INVALID');
      const account = await this.accounts.lock(accountId);
      if (!account) throw new Rejection('UNAUTHENTICATED');
      await this.changeRole(account, 'admin', accountId);
      return { ...account, role: 'admin' };
    });
  }

  /** @throws Rejection FORBIDDEN unless `byId` is an admin, USERS_NOT_FOUND, ACCOUNTS_LAST_ADMIN */
  async setRole(byId: string, accountId: string, role: AccountRole): Promise<void> {
    const work = async () => {
      // All admins are locked, so two of them cannot demote each other at once.
      const admins = await this.accounts.lockAdmins();
      if (!admins.some(({ id }) => id === byId)) throw new Rejection('FORBIDDEN');
      const account = await this.accounts.lock(accountId);
      if (!account) throw new Rejection('USERS_NOT_FOUND');
      const isLast = account.role === 'admin' && role !== 'admin' && admins.length === 1;
      if (isLast) throw new Rejection('ACCOUNTS_LAST_ADMIN');
      await this.changeRole(account, role, byId);
    };
    await this.unitOfWork.run(work, [userCacheTag(accountId)]);
  }

  /**
   * Sets a role from the terminal; the caller has checked permissions. Giving a role never demotes an admin, and removing one
   * changes only accounts that have it.
   * @param name of the sign-in; case and accents are ignored
   * @returns the changed account, or null when no account has this name
   * @throws Rejection INVALID when it is not a valid name
   */
  async setRoleByUsername(name: string, change: RoleChange): Promise<Account | null> {
    return this.unitOfWork.run(async () => {
      const found = await this.accounts.byFoldedName(nameKeys(name).folded);
      const account = found && (await this.accounts.lock(found.id));
      if (!account) return null;
      this.unitOfWork.invalidate(userCacheTag(account.id));
      const role = roleAfter(account.role, change);
      await this.changeRole(account, role, null);
      return { ...account, role };
    });
  }

  private async changeRole({ id, role: previousRole }: Account, role: AccountRole, byId: string | null): Promise<void> {
    await this.accounts.change(id, { role });
    this.unitOfWork.publish(new OwnStateChanged(id, 'account'));
    await this.roleChanges.record({ accountId: id, byId, previousRole, role });
  }

  /**
   * Accounts: admins and moderators first, then the newest.
   * @param search part of either name; '' matches all
   * @throws Rejection INVALID when nothing visible is left of `search`
   */
  search(search: string): Promise<Account[]> {
    return this.accounts.search(search.trim() === '' ? '' : nameKeys(search).folded, ACCOUNTS_PER_LIST);
  }

  /** Whether nobody has an account. */
  async isEmpty(): Promise<boolean> {
    return (await this.accounts.search('', 1)).length === 0;
  }

  hasReservedName({ name, displayName }: Account): boolean {
    return this.reservedNames.has(name) || (displayName !== null && this.reservedNames.has(displayName));
  }

  /** Users with a reserved name who aren't admins, oldest first. Reads all names, in batches. */
  async withReservedNames(): Promise<Account[]> {
    const ids: string[] = [];
    let afterId = '';
    for (;;) {
      const page = await this.accounts.namesAfter(afterId, NAMES_PER_BATCH);
      const found = page.filter(({ names }) => names.some((name) => this.reservedNames.has(name)));
      ids.push(...found.map(({ id }) => id));
      const last = page.at(-1);
      if (!last || page.length < NAMES_PER_BATCH || ids.length >= ACCOUNTS_PER_LIST) break;
      afterId = last.id;
    }
    const accounts = await this.accounts.byIds(ids.slice(0, ACCOUNTS_PER_LIST));
    return accounts.sort((one, other) => one.createdAt - other.createdAt);
  }

  /** The ids whose accounts are admins or, with `least` moderator, moderators. */
  async filterAdmins(ids: readonly string[], minimumRole: 'moderator' | 'admin'): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const accounts = await this.accounts.byIds(ids);
    return new Set(accounts.filter(({ role }) => role === 'admin' || role === minimumRole).map(({ id }) => id));
  }

  /** @returns ids of accounts whose role changed since the last call; none on the first call */
  async findChangedRoles(): Promise<string[]> {
    const roles = await this.accounts.staffRoles();
    const before = this.knownRoles ?? roles;
    this.knownRoles = roles;
    return [...new Set([...before.keys(), ...roles.keys()])].filter((id) => before.get(id) !== roles.get(id));
  }
}

const roleAfter = (current: AccountRole, { role, isGranted }: RoleChange): AccountRole => {
  if (isGranted) return current === 'admin' ? current : role;
  return current === role ? 'member' : current;
};
