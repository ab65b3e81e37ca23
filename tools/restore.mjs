/**
 * `node tools/restore.mjs FOLDER`: restores a backup of `node tools/backup.mjs` to the configured data folder and
 * database. Both must be empty; nothing is overwritten. Start the server afterwards.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { copyFolder, SAVED_FOLDERS } from './backup/files.mjs';
import { countTables, runSqlFile } from './backup/programs.mjs';
import { command, logStep, UserError } from './console.mjs';
import { readSettings } from './settings.mjs';

function readBackup(folder) {
  const file = join(folder, 'backup.json');
  if (!existsSync(file)) throw new UserError(`${folder} holds no complete backup.`, 'Its backup.json is missing.');
  return JSON.parse(readFileSync(file, 'utf8'));
}

const isFilled = (folder) => existsSync(folder) && readdirSync(folder).length > 0;

/** @throws UserError when existing data would be lost */
async function requireEmpty(dataDir, kind) {
  const existing = ['visionary.sqlite', ...SAVED_FOLDERS]
    .map((name) => join(dataDir, name))
    .filter((path) => existsSync(path));
  const conflicting = existing.filter((path) => path.endsWith('.sqlite') || isFilled(path));
  if (conflicting.length > 0) {
    throw new UserError(`${conflicting.join(', ')} would be lost.`, 'Set DATA_DIR to an empty folder.');
  }
  if (kind === 'mysql' && (await countTables(process.env.DATABASE_URL)) > 0) {
    throw new UserError('The database is not empty.', 'Create an empty one and set DATABASE_URL to it.');
  }
}

function requireSameKind(kind) {
  if ((kind === 'mysql') === Boolean(process.env.DATABASE_URL)) return;
  const hint = kind === 'mysql' ? 'Set DATABASE_URL to an empty database.' : 'Unset DATABASE_URL.';
  throw new UserError(`The backup is one of ${kind === 'mysql' ? 'MySQL' : 'SQLite'}.`, hint);
}

await command(async () => {
  const [source] = process.argv.slice(2);
  if (!source) throw new UserError('The folder of the backup is missing.', 'node tools/restore.mjs FOLDER');
  const folder = resolve(source);
  const { database: kind, bucket, at } = readBackup(folder);
  const { dataDir } = readSettings();
  requireSameKind(kind);
  await requireEmpty(dataDir, kind);
  mkdirSync(dataDir, { recursive: true });
  for (const name of SAVED_FOLDERS) {
    logStep(`Copied ${await copyFolder(join(folder, name), join(dataDir, name), true)} files of ${name}`);
  }
  if (kind === 'sqlite') copyFileSync(join(folder, 'database.sqlite'), join(dataDir, 'visionary.sqlite'));
  else await runSqlFile(process.env.DATABASE_URL, join(folder, 'database.sql'));
  logStep(`Restored the database (${kind}) as of ${at}`);
  if (bucket) logStep(`Images and models are read from the configured bucket, which needs the objects of ${bucket}.`);
});
