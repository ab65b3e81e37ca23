/**
 * `node tools/restore.mjs FOLDER`: restores a backup of `node tools/backup.mjs` to the configured data folder and
 * database. Both must be empty; nothing is overwritten. Start the server afterwards.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { copyFolder, KEPT } from './backup/files.mjs';
import { play, tablesOf } from './backup/programs.mjs';
import { command, say, Stop } from './console.mjs';
import { readSettings } from './settings.mjs';

function readBackup(folder) {
  const file = join(folder, 'backup.json');
  if (!existsSync(file)) throw new Stop(`${folder} holds no backup that is whole.`, 'Its backup.json is missing.');
  return JSON.parse(readFileSync(file, 'utf8'));
}

const isFilled = (folder) => existsSync(folder) && readdirSync(folder).length > 0;

/** @throws Stop when existing data would be lost */
async function checkEmpty(dataDir, kind) {
  const existing = ['visionary.sqlite', ...KEPT].map((name) => join(dataDir, name)).filter((path) => existsSync(path));
  const conflicting = existing.filter((path) => path.endsWith('.sqlite') || isFilled(path));
  if (conflicting.length > 0)
    throw new Stop(`${conflicting.join(', ')} would be lost.`, 'Name an empty folder as DATA_DIR.');
  if (kind === 'mysql' && (await tablesOf(process.env.DATABASE_URL)) > 0) {
    throw new Stop('The database is not empty.', 'Create an empty one and name it in DATABASE_URL.');
  }
}

function checkKind(kind) {
  if ((kind === 'mysql') === Boolean(process.env.DATABASE_URL)) return;
  const todo = kind === 'mysql' ? 'Name an empty one in DATABASE_URL.' : 'Leave DATABASE_URL out.';
  throw new Stop(`The backup is one of ${kind === 'mysql' ? 'MySQL' : 'SQLite'}.`, todo);
}

await command(async () => {
  const [source] = process.argv.slice(2);
  if (!source) throw new Stop('Which backup?', 'node tools/restore.mjs FOLDER');
  const folder = resolve(source);
  const { database: kind, bucket, at } = readBackup(folder);
  const { dataDir } = readSettings();
  checkKind(kind);
  await checkEmpty(dataDir, kind);
  mkdirSync(dataDir, { recursive: true });
  for (const name of KEPT) {
    say(`Copied ${await copyFolder(join(folder, name), join(dataDir, name), true)} files of ${name}`);
  }
  if (kind === 'sqlite') copyFileSync(join(folder, 'database.sqlite'), join(dataDir, 'visionary.sqlite'));
  else await executeSql(process.env.DATABASE_URL, join(folder, 'database.sql'));
  say(`Restored the database (${kind}) as it was at ${at}`);
  if (bucket) say(`Images and models are read from the bucket: it must contain what ${bucket} contained.`);
});
