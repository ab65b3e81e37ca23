import { readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { EntitySchema } from '@mikro-orm/core';
import { createOrm, migrate, missingSql } from '@visionary/platform/database';
import { atTheEnd } from '../support/endings.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const LIBS = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'libs');

/** Of every slice that has tables, also of one that nobody thought of here. */
const allEntities = async (): Promise<EntitySchema[]> => {
  const slices = readdirSync(LIBS).filter((slice) => existsSync(join(LIBS, slice, 'storage', 'entities.ts')));
  const modules = await Promise.all(
    slices.map(
      (slice) =>
        import(pathToFileURL(join(LIBS, slice, 'storage', 'entities.ts')).href) as Promise<
          Record<string, EntitySchema[]>
        >,
    ),
  );
  return modules.flatMap((module, index) => module[`${slices[index]}Entities`] ?? []);
};

describe.each(DIALECTS)('migrations of %s', (dialect) => {
  const open = async () => {
    const url = await freshDatabase(dialect);
    const orm = createOrm({ url, entities: await allEntities() });
    await orm.connect();
    atTheEnd(() => orm.close());
    return { orm, url };
  };

  it('[D1] make exactly the tables that the entities say', async () => {
    const { orm, url } = await open();
    expect(await missingSql(orm)).not.toEqual([]);
    expect(await migrate(orm, url)).not.toEqual([]);
    expect(await missingSql(orm)).toEqual([]);
  });

  it('[D1] are applied once, also by nodes that start together', async () => {
    const { url, orm } = await open();
    const others = dialect === 'sqlite' ? [] : [createOrm({ url, entities: [] }), createOrm({ url, entities: [] })];
    for (const other of others) atTheEnd(() => other.close());
    await Promise.all(others.map((other) => other.connect()));
    const applied = await Promise.all([orm, ...others].map((one) => migrate(one, url)));
    expect(applied.flat()).toEqual([...new Set(applied.flat())]);
    expect(await migrate(orm, url)).toEqual([]);
  });
});
