import { existsSync } from 'node:fs';
import { accountsEntities, Users, Accounts } from '@visionary/accounts';
import { type LocalModelName, hubEntities, ModelCreators, SqlModelCredits } from '@visionary/hub';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';

/** The name of whoever made it, as far as one is known here. */
export type CreatorOf = (localModelName: LocalModelName) => string | undefined;

/**
 * Who made these, as the database says; it is only read.
 * @returns null where it cannot be asked. Where there is none yet, nobody is known
 */
export async function creatorsOf(
  config: Pick<Config, 'databaseUrl'>,
  called: readonly LocalModelName[],
): Promise<CreatorOf | null> {
  const [, file] = /^sqlite:(.+)$/.exec(config.databaseUrl) ?? [];
  if (file !== undefined && !existsSync(file)) return () => undefined;
  const orm = createOrm({ url: config.databaseUrl, entities: [...accountsEntities, ...hubEntities] });
  try {
    await orm.connect();
    const database = new Database(orm);
    const modelCreators = new ModelCreators(new SqlModelCredits(database), new Users(new Accounts(database)));
    const creatorOf = await modelCreators.ofNames(called);
    return (one) => creatorOf(one)?.name;
  } catch {
    return null;
  } finally {
    await orm.close().catch(() => undefined);
  }
}
