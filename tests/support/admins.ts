import { Accounts, nameKeys, userCacheTag } from '@visionary/accounts';
import { Cache } from '@visionary/platform/cache';
import { Database } from '@visionary/platform/database';
import type { RunningApp } from './app.js';

/**
 * Like `visionary admin NAME`, in the database of a running server; `member` removes the role. Also clears the
 * session cache of the server, which lasts a second.
 */
export async function appoint(
  { app }: RunningApp,
  name: string,
  role: 'admin' | 'moderator' | 'member' = 'admin',
): Promise<void> {
  const accounts = new Accounts(app.get(Database, { strict: false }));
  const account = await accounts.byFoldedName(nameKeys(name).folded);
  if (!account) throw new Error(`nobody is called ${name}`);
  await accounts.change(account.id, { role });
  await app.get(Cache, { strict: false }).invalidateTags(userCacheTag(account.id));
}
