/** Runs on the project's Node with the built server and the MySQL of the tests; see ../migration.mjs. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

import { createOrm, migrate, schemaDriftSql } from '../../dist/libs/platform/database/index.js';
import { formatted } from '../format.mjs';
import { at } from '../paths.mjs';

const HOME = at('libs', 'platform', 'database', 'migrations');
const DIALECTS = ['sqlite', 'mysql'];
const [name, flag] = process.argv.slice(2);
const reset = flag === '--reset';

/** Every slice exports its tables from storage/entities.ts as `<slice>Entities`. */
async function allEntities() {
  const slices = readdirSync(at('dist', 'libs')).filter((slice) =>
    existsSync(at('dist', 'libs', slice, 'storage', 'entities.js')),
  );
  const modules = await Promise.all(slices.map((slice) => import(at('dist', 'libs', slice, 'storage', 'entities.js'))));
  return modules.flatMap((module, index) => module[`${slices[index]}Entities`]);
}

async function freshUrl(dialect, folder) {
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
  const url = await freshUrl(dialect, folder);
  const orm = createOrm({ url, entities });
  try {
    await orm.connect();
    if (!reset) await migrate(orm, url);
    return await schemaDriftSql(orm);
  } finally {
    await orm.close();
  }
}

const className = (file) =>
  file
    .replace(/^\d+-/, '')
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('');

const filesOf = (dialect) =>
  readdirSync(join(HOME, dialect))
    .filter((file) => /^\d{4}-.*\.ts$/.test(file))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();

async function write(path, source) {
  writeFileSync(path, await formatted(path, source));
}

const migrationSource = (file, statements) => `import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  ${statements.map((statement) => JSON.stringify(statement)).join(',\n  ')},
];

export class ${className(file)} extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
`;

/** Dialects may have classes with equal names, so imports are prefixed with the dialect. */
function indexSource() {
  const lists = DIALECTS.map((dialect) => ({ dialect, files: filesOf(dialect) }));
  const alias = (dialect, file) => `${className(dialect)}${className(file)}${file.slice(0, 4)}`;
  const imports = lists.flatMap(({ dialect, files }) =>
    files.map((file) => `import { ${className(file)} as ${alias(dialect, file)} } from './${dialect}/${file}.js';`),
  );
  const entries = lists.map(({ dialect, files }) => {
    const listed = files.map((file) => `{ name: '${file}', class: ${alias(dialect, file)} }`);
    return `${dialect}: [${listed.join(', ')}],`;
  });
  return `import type { MigrationObject } from '@mikro-orm/core';
import type { Dialect } from '../dialect.js';
${imports.join('\n')}

/** In order; a migration that was released is never edited. Written by \`npm run migration -- NAME\`. */
export const migrations: Record<Dialect, MigrationObject[]> = { ${entries.join('\n')} };
`;
}

const folder = mkdtempSync(join(tmpdir(), 'visionary-migration-'));
try {
  const entities = await allEntities();
  for (const dialect of DIALECTS) {
    const statements = await missingStatements(dialect, entities, folder);
    mkdirSync(join(HOME, dialect), { recursive: true });
    if (reset) for (const file of filesOf(dialect)) rmSync(join(HOME, dialect, `${file}.ts`));
    if (statements.length === 0) {
      console.log(`${dialect}: nothing to do`);
      continue;
    }
    const last = Number(filesOf(dialect).at(-1)?.slice(0, 4) ?? 0);
    const file = `${String(last + 1).padStart(4, '0')}-${name}`;
    await write(join(HOME, dialect, `${file}.ts`), migrationSource(file, statements));
    console.log(`${dialect}: libs/platform/database/migrations/${dialect}/${file}.ts`);
  }
  const before = readFileSync(join(HOME, 'index.ts'), 'utf8');
  await write(join(HOME, 'index.ts'), indexSource());
  if (before === readFileSync(join(HOME, 'index.ts'), 'utf8')) console.log('The list of migrations is as it was');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
