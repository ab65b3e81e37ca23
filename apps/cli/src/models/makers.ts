import { existsSync } from 'node:fs';
import { accountsEntities, People, SqlAccounts } from '@visionary/accounts';
import { type Called, hubEntities, Makers, SqlCredits } from '@visionary/hub';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';

/** The name of whoever made it, as far as one is known here. */
export type MakerOf = (called: Called) => string | undefined;

/**
 * Who made these, as the database says; it is only read.
 * @returns null where it cannot be asked. Where there is none yet, nobody is known
 */
export async function makersOf(
  config: Pick<Config, 'databaseUrl'>,
  called: readonly Called[],
): Promise<MakerOf | null> {
  const [, file] = /^sqlite:(.+)$/.exec(config.databaseUrl) ?? [];
  if (file !== undefined && !existsSync(file)) return () => undefined;
  const orm = createOrm({ url: config.databaseUrl, entities: [...accountsEntities, ...hubEntities] });
  try {
    await orm.connect();
    const database = new Database(orm);
    const makers = new Makers(new SqlCredits(database), new People(new SqlAccounts(database)));
    const makerOf = await makers.ofNames(called);
    return (one) => makerOf(one)?.name;
  } catch {
    return null;
  } finally {
    await orm.close().catch(() => undefined);
  }
}
