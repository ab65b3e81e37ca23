import { existsSync } from 'node:fs';
import { accountsEntities, Users, Accounts } from '@visionary/accounts';
import { type LocalModelName, hubEntities, ModelCreators, ModelCredits } from '@visionary/hub';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';

/** The name of the creator, if one is credited. */
export type CreatorOf = (localModelName: LocalModelName) => string | undefined;

/**
 * Reads the creators of models and LoRAs.
 * @returns null when the database is unreachable. Without a database file, no creator is known
 */
export async function creatorsOf(
  config: Pick<Config, 'databaseUrl'>,
  names: readonly LocalModelName[],
): Promise<CreatorOf | null> {
  const [, file] = /^sqlite:(.+)$/.exec(config.databaseUrl) ?? [];
  if (file !== undefined && !existsSync(file)) return () => undefined;
  const orm = createOrm({ url: config.databaseUrl, entities: [...accountsEntities, ...hubEntities] });
  try {
    await orm.connect();
    const database = new Database(orm);
    const modelCreators = new ModelCreators(new ModelCredits(database), new Users(new Accounts(database)));
    const creatorOf = await modelCreators.ofNames(names);
    return (name) => creatorOf(name)?.name;
  } catch {
    return null;
  } finally {
    await orm.close().catch(() => undefined);
  }
}
