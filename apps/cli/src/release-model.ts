import { generationEntities, ReleaseModel, SqlModelTroubles } from '@visionary/generation';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';
import { applyMigrations } from './apply-migrations.js';
import { Trouble } from './trouble.js';

/**
 * Lets a model out of quarantine; running servers load it again at once.
 * @returns what holds now. @throws Trouble when it is in none
 */
export async function releaseModel(config: Config, model: string): Promise<string> {
  await applyMigrations(config);
  const orm = createOrm({ url: config.databaseUrl, entities: generationEntities });
  try {
    await orm.connect();
    await new ReleaseModel(new SqlModelTroubles(new Database(orm))).run(model);
    return `${model} is out of quarantine.`;
  } catch (error) {
    if (isRejection(error)) throw new Trouble(`The model "${model}" is in no quarantine.`);
    throw error;
  } finally {
    await orm.close();
  }
}
