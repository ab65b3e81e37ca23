/** Runs on the project's Node with the built server and the MySQL of the tests; see ../migration.mjs. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

import { createOrm, migrate, schemaDriftSql } from '../../dist/libs/platform/database/index.js';
import { formatted } from '../format.mjs';
import { at } from '../paths.mjs';

const MIGRATIONS_DIR = at('libs', 'platform', 'database', 'migrations');
const DIALECTS = ['sqlite', 'mysql'];
const [name] = process.argv.slice(2);

/** Every slice exports its tables from storage/entities.ts as `<slice>Entities`. */
async function allEntities() {
  const slices = readdirSync(at('dist', 'libs')).filter((slice) =>
    existsSync(at('dist', 'libs', slice, 'storage', 'entities.js')),
  );
  const modules = await Promise.all(slices.map((slice) => import(at('dist', 'libs', slice, 'storage', 'entities.js'))));
  return modules.flatMap((module, index) => module[`${slices[index]}Entities`]);
}

async function emptyDatabaseUrl(dialect, folder) {
  if (dialect === 'sqlite') return `sqlite:${join(folder, 'fresh.sqlite')}`;
  const url = new URL(process.env.TEST_MYSQL_URL);
  const connection = await createConnection(url.href);
  await connection.query('drop database if exists visionary_migration');
  await connection.query('create database visionary_migration');
  await connection.end();
  url.pathname = '/visionary_migration';
  return url.href;
}

/** The SQL that a database with all current migrations lacks for the entities. */
async function missingStatements(dialect, entities, folder) {
  const url = await emptyDatabaseUrl(dialect, folder);
  const orm = createOrm({ url, entities });
  try {
    await orm.connect();
    await migrate(orm, url);
    return await schemaDriftSql(orm);
  } finally {
    await orm.close();
  }
}

/** Migration `0012-add-mentions` is exported as `addMentions`. */
const exportName = (file) => file.slice(5).replace(/-(.)/g, (_, letter) => letter.toUpperCase());

const migrationNames = () =>
  readdirSync(MIGRATIONS_DIR)
    .filter((file) => /^\d{4}-.*\.ts$/.test(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();

async function writeSource(file, source) {
  const path = join(MIGRATIONS_DIR, `${file}.ts`);
  writeFileSync(path, await formatted(path, source));
}

const migrationSource = (file, statements) => `import type { Migration } from './migration.js';

export const ${exportName(file)}: Migration = {
  ${DIALECTS.map((dialect) => `${dialect}: ${JSON.stringify(statements[dialect])},`).join('\n  ')}
};
`;

const indexSource = () => `import type { Dialect } from '../dialect.js';
${migrationNames()
  .map((file) => `import { ${exportName(file)} } from './${file}.js';`)
  .join('\n')}
import type { Migration, NamedMigration } from './migration.js';

/** In order; a migration that was released is never edited. Written by \`npm run migration -- NAME\`. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  ${migrationNames()
    .map((file) => `'${file}': ${exportName(file)},`)
    .join('\n  ')}
};

export const migrationsOf = (dialect: Dialect): NamedMigration[] =>
  Object.entries(MIGRATIONS).map(([name, migration]) => ({ name, steps: migration[dialect] }));
`;

const folder = mkdtempSync(join(tmpdir(), 'visionary-migration-'));
try {
  const entities = await allEntities();
  const statements = {};
  for (const dialect of DIALECTS) statements[dialect] = await missingStatements(dialect, entities, folder);
  if (DIALECTS.every((dialect) => statements[dialect].length === 0)) {
    console.log('Entities and migrations already match');
  } else {
    const last = Number(migrationNames().at(-1)?.slice(0, 4) ?? 0);
    const file = `${String(last + 1).padStart(4, '0')}-${name}`;
    await writeSource(file, migrationSource(file, statements));
    await writeSource('index', indexSource());
    console.log(`libs/platform/database/migrations/${file}.ts`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
