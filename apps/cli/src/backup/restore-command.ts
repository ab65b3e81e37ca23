import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { unfinishedRestore } from '../../../shared/unfinished-restore.js';
import { readArguments } from '../read-arguments.js';
import { UsageError } from '../usage-error.js';
import { UserError } from '../user-error.js';
import { SAVED_FOLDERS } from './backup-command.js';
import { BackupFolder, type StoredManifest } from './backup-folder.js';
import { importMysql, isMysqlEmpty } from './database-dump.js';
import { contentsOf, type Manifest } from './manifest.js';
import { syncToDisk } from './sync.js';

/** `visionary restore FOLDER [--at TIME] [--list]`. @returns a summary */
export const restoreCommand = async (args: readonly string[], config: Config): Promise<string> => {
  const { positionals, values } = parse(args);
  const [folder, ...surplus] = positionals;
  if (folder === undefined || surplus.length > 0) throw new UsageError('restore needs one folder.');
  const source = new BackupFolder(resolve(folder));
  const manifests = await source.manifests();
  if (manifests.length === 0) throw new UserError(`${folder} holds no complete backup.`);
  if (values.list) return manifests.map(describe).join('\n');
  const manifest = choose(manifests, values.at);
  await requireIntact(source, manifest);
  await requireEmpty(config, manifest);
  return restore(source, manifest, config);
};

const parse = (args: readonly string[]) => {
  const options = { at: { type: 'string' }, list: { type: 'boolean' } } as const;
  return readArguments({ args: [...args], allowPositionals: true, options });
};

const describe = ({ name, manifest }: StoredManifest): string =>
  manifest ? `${manifest.at}  ${Object.keys(manifest.files).length} files` : `${name}  damaged`;

const choose = (manifests: readonly StoredManifest[], at: string | undefined): Manifest => {
  const [newest] = manifests;
  const chosen = at === undefined ? newest : manifests.find(({ manifest }) => manifest?.at === at);
  const others = `Choose one with --at:\n${manifests.map(describe).join('\n')}`;
  if (!chosen) throw new UserError(`There is no backup of ${at}. ${others}`);
  if (!chosen.manifest) throw new UserError(`The manifest ${chosen.name} is damaged. Nothing was restored. ${others}`);
  return chosen.manifest;
};

/** @throws UserError if a content is missing or was changed */
const requireIntact = async (source: BackupFolder, manifest: Manifest): Promise<void> => {
  const damaged: string[] = [];
  for (const file of contentsOf(manifest)) if (!(await source.isIntact(file))) damaged.push(file.sha256);
  if (damaged.length === 0) return;
  throw new UserError(
    `The backup of ${manifest.at} is damaged: ${damaged.length} of its contents are missing or changed, such as ${damaged[0]}. Nothing was restored. List the other backups with --list.`,
  );
};

const isFilled = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0;

/** @throws UserError if existing data would be lost, or the database is of the other kind */
const requireEmpty = async ({ databaseUrl, dataDir }: Config, { database }: Manifest): Promise<void> => {
  const isSqlite = databaseUrl.startsWith('sqlite:');
  if (isSqlite !== (database === 'sqlite')) {
    throw new UserError(
      isSqlite
        ? 'The backup is one of MySQL. Set DATABASE_URL to an empty database.'
        : 'The backup is one of SQLite. Unset DATABASE_URL.',
    );
  }
  const paths = SAVED_FOLDERS.map((name) => join(dataDir, name)).filter(isFilled);
  // What an interrupted restore has copied is the same.
  const conflicting = existsSync(unfinishedRestore(dataDir)) ? [] : paths;
  const file = databaseUrl.replace(/^sqlite:/, '');
  if (isSqlite && existsSync(file)) conflicting.push(file);
  if (conflicting.length > 0) {
    throw new UserError(`${conflicting.join(', ')} would be lost. Set DATA_DIR to an empty folder.`);
  }
  if (!isSqlite && !(await isMysqlEmpty(databaseUrl))) {
    throw new UserError('The database is not empty and would be lost. Create an empty one and set DATABASE_URL to it.');
  }
};

const restore = async (source: BackupFolder, manifest: Manifest, config: Config): Promise<string> => {
  const { databaseUrl, dataDir } = config;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(unfinishedRestore(dataDir), `${manifest.at}\n`);
  for (const [path, file] of Object.entries(manifest.files)) await place(source.pathOf(file), join(dataDir, path));
  if (databaseUrl.startsWith('sqlite:')) await place(source.pathOf(manifest.dump), databaseUrl.replace(/^sqlite:/, ''));
  else await importMysql(databaseUrl, source.pathOf(manifest.dump));
  await rm(unfinishedRestore(dataDir));
  const count = Object.keys(manifest.files).length;
  const summary = `Restored the database (${manifest.database}) and ${count} files as of ${manifest.at}.`;
  if (!manifest.bucket) return summary;
  return `${summary}\nImages and models are read from the configured bucket, which needs the objects of ${manifest.bucket}.`;
};

/** Copies a file: complete or not at all. */
const place = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, `${to}.part`);
  await syncToDisk(`${to}.part`);
  await rename(`${to}.part`, to);
};
