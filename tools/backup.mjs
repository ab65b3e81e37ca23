/**
 * `node tools/backup.mjs FOLDER`: saves a snapshot of the database and all files it references. The server can keep
 * running. An existing backup is updated: only new files are copied.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { copyFolder, KEPT } from './backup/files.mjs';
import { dump } from './backup/programs.mjs';
import { bootstrap } from './bootstrap.mjs';
import { capture } from './processes.mjs';
import { command, say, Stop } from './console.mjs';
import { readSettings } from './settings.mjs';

/** SQLite's backup API, which includes the write-ahead log. Runs on the project's Node, which has SQLite built in. */
const COPY = `import { backup, DatabaseSync } from 'node:sqlite';
const database = new DatabaseSync(process.argv[1], { readOnly: true });
await backup(database, process.argv[2], { rate: 2000 });
database.close();`;

async function saveSqlite(dataDir, into) {
  const file = join(dataDir, 'visionary.sqlite');
  if (!existsSync(file)) throw new Stop(`There is no ${file}.`, 'Set DATA_DIR or DATABASE_URL to where the data is.');
  const { node, env } = await bootstrap();
  const { code, output } = await capture(node, ['--input-type=module', '--eval', COPY, '--', file, into], { env });
  if (code !== 0) throw new Stop('The database could not be saved.', output.trim());
}

/** Writes to a temporary file first, so that the last backup stays valid until the new one is complete. */
async function saveDatabase({ dataDir }, folder, kind) {
  const name = kind === 'sqlite' ? 'database.sqlite' : 'database.sql';
  const partial = join(folder, `${name}.partial`);
  rmSync(partial, { force: true });
  await (kind === 'sqlite' ? saveSqlite(dataDir, partial) : dump(process.env.DATABASE_URL, partial));
  renameSync(partial, join(folder, name));
}

await command(async () => {
  const [target] = process.argv.slice(2);
  if (!target) throw new Stop('Which folder should the backup go to?', 'node tools/backup.mjs FOLDER');
  const folder = resolve(target);
  const settings = readSettings();
  const kind = process.env.DATABASE_URL ? 'mysql' : 'sqlite';
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Saves the database first. Files are written before the rows that reference them, so every referenced file already
  // exists.
  await saveDatabase(settings, folder, kind);
  say(`Saved the database (${kind})`);
  const bucket = process.env.S3_ENDPOINT ? process.env.S3_BUCKET : null;
  for (const name of bucket ? ['uploads'] : KEPT) {
    const copied = await copyFolder(join(settings.dataDir, name), join(folder, name), name !== 'blobs');
    say(`Copied ${copied} files of ${name}`);
  }
  if (bucket) say(`Images and models are in the bucket ${bucket}: copy it with the tools of its store.`);
  writeFileSync(
    join(folder, 'backup.json'),
    `${JSON.stringify({ database: kind, bucket, at: new Date() }, null, 2)}\n`,
  );
  say(`Done: ${folder}`);
});
