/**
 * `node tools/backup.mjs FOLDER`: saves a snapshot of the database and all files it references. The server can keep
 * running. An existing backup is updated: only new files are copied.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { copyFolder, SAVED_FOLDERS } from './backup/files.mjs';
import { dump } from './backup/programs.mjs';
import { bootstrap } from './bootstrap.mjs';
import { capture } from './processes.mjs';
import { command, logStep, UserError } from './console.mjs';
import { readSettings } from './settings.mjs';

/** SQLite's backup API, which includes the write-ahead log. Runs on the project's Node, which has SQLite built in. */
const COPY_SCRIPT = `import { backup, DatabaseSync } from 'node:sqlite';
const database = new DatabaseSync(process.argv[1], { readOnly: true });
await backup(database, process.argv[2], { rate: 2000 });
database.close();`;

async function saveSqlite(dataDir, target) {
  const file = join(dataDir, 'visionary.sqlite');
  if (!existsSync(file)) {
    throw new UserError(`There is no ${file}.`, 'Set DATA_DIR or DATABASE_URL to where the data is.');
  }
  const { node, env } = await bootstrap();
  const { code, output } = await capture(node, ['--input-type=module', '--eval', COPY_SCRIPT, '--', file, target], {
    env,
  });
  if (code !== 0) throw new UserError('The database was not saved.', output.trim());
}

/** Writes to a temporary file first, so that the last backup stays valid until the new one is complete. */
async function saveDatabase({ dataDir }, folder, kind) {
  const name = kind === 'sqlite' ? 'database.sqlite' : 'database.sql';
  const partialFile = join(folder, `${name}.half`);
  rmSync(partialFile, { force: true });
  await (kind === 'sqlite' ? saveSqlite(dataDir, partialFile) : dump(process.env.DATABASE_URL, partialFile));
  renameSync(partialFile, join(folder, name));
}

await command(async () => {
  const [folderArgument] = process.argv.slice(2);
  if (!folderArgument) throw new UserError('The folder for the backup is missing.', 'node tools/backup.mjs FOLDER');
  const folder = resolve(folderArgument);
  const settings = readSettings();
  const kind = process.env.DATABASE_URL ? 'mysql' : 'sqlite';
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Saves the database first. Files are written before the rows that reference them, so every referenced file already
  // exists.
  await saveDatabase(settings, folder, kind);
  logStep(`Saved the database (${kind})`);
  const bucket = process.env.S3_ENDPOINT ? process.env.S3_BUCKET : null;
  for (const name of bucket ? ['uploads'] : SAVED_FOLDERS) {
    const copied = await copyFolder(join(settings.dataDir, name), join(folder, name), name !== 'blobs');
    logStep(`Copied ${copied} files of ${name}`);
  }
  if (bucket) logStep(`Images and models are in the bucket ${bucket}: copy it with the tools of its object store.`);
  writeFileSync(
    join(folder, 'backup.json'),
    `${JSON.stringify({ database: kind, bucket, at: new Date() }, null, 2)}\n`,
  );
  logStep(`Done: ${folder}`);
});
