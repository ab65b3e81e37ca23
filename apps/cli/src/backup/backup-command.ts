import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '@visionary/platform/config';
import { DataFolderLockedError, lockDataFolder } from '../../../shared/lock-data-folder.js';
import { readArguments } from '../read-arguments.js';
import { UsageError } from '../usage-error.js';
import { UserError } from '../user-error.js';
import { BackupFolder, isMissing } from './backup-folder.js';
import { dumpMysql, dumpSqlite } from './database-dump.js';
import type { SavedFile } from './manifest.js';

/** Folders of DATA_DIR: images and models by their hash, and unfinished uploads. */
export const SAVED_FOLDERS = ['blobs', 'uploads'] as const;
const DEFAULT_KEEP = 7;
const BLOB = /^blobs\/[0-9a-f]{2}\/([0-9a-f]{64})$/;

/** Steps of a run, in order. */
export type BackupStep = 'database' | 'file' | 'written' | 'published' | 'forgotten';

interface BackupOptions {
  readonly folder: string;
  /** Number of backups to keep, this one included. */
  readonly keep: number;
  /** Compares reused contents with their length only. */
  readonly isQuick?: boolean;
  readonly onStep?: (step: BackupStep) => void;
}

/** `visionary backup FOLDER [--keep N] [--quick]`. @returns a summary */
export const backupCommand = async (args: readonly string[], config: Config): Promise<string> => {
  const { positionals, values } = parse(args);
  const [folder, ...surplus] = positionals;
  const keep = Number(values.keep ?? DEFAULT_KEEP);
  if (folder === undefined || surplus.length > 0) throw new UsageError('backup needs one folder.');
  if (!Number.isInteger(keep) || keep < 1) throw new UsageError('--keep must be a whole number from 1.');
  return backup(config, { folder: resolve(folder), keep, isQuick: values.quick === true });
};

const parse = (args: readonly string[]) => {
  const options = { keep: { type: 'string' }, quick: { type: 'boolean' } } as const;
  return readArguments({ args: [...args], allowPositionals: true, options });
};

export const backup = async (config: Config, options: BackupOptions): Promise<string> => {
  const target = new BackupFolder(options.folder, !options.isQuick);
  await target.prepare();
  const release = await requireOnlyRun(options.folder);
  try {
    return await save(config, target, options);
  } finally {
    release();
  }
};

const save = async (
  config: Config,
  target: BackupFolder,
  { folder, keep, isQuick = false, onStep = () => {} }: BackupOptions,
): Promise<string> => {
  const at = new Date().toISOString();
  // The database first. Files are written before the rows that reference them, so every referenced file exists.
  const database = config.databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'mysql';
  const dump = await saveDatabase(config, target);
  onStep('database');
  const files: Record<string, SavedFile> = {};
  const corrupted: string[] = [];
  let copied = 0;
  const bucket = config.s3?.bucket ?? null;
  for (const name of bucket ? ['uploads'] : SAVED_FOLDERS) {
    for await (const path of filesIn(config.dataDir, name)) {
      const known = await knownBlob(target, config.dataDir, path);
      const saved = known ?? (await copyIfPresent(target, join(config.dataDir, path)));
      if (!saved) continue;
      files[path] = saved;
      if (known) continue;
      if (BLOB.test(path) && !path.endsWith(saved.sha256)) corrupted.push(path);
      copied += 1;
      onStep('file');
    }
  }
  await target.publish({ at, database, dump, bucket, files }, () => onStep('written'));
  onStep('published');
  const pruned = await target.prune(keep, () => onStep('forgotten'));
  const count = Object.keys(files).length;
  const summary = `Saved the database (${database}) and ${count} files, ${copied} of them new, in ${folder}. ${pruned} unneeded files were deleted.`;
  const { repaired } = target;
  const notes = [
    ...(repaired > 0 ? [`${repaired} damaged contents of earlier backups were repaired from this server.`] : []),
    ...(isQuick ? ['Contents of earlier backups were not compared with their hashes.'] : []),
    ...(bucket ? [`Images and models are in the bucket ${bucket}: back it up with the tools of its store.`] : []),
    ...(corrupted.length > 0 ? [`Saved as they are, but corrupted on this server: ${corrupted.join(', ')}`] : []),
  ];
  return [summary, ...notes].join('\n');
};

/** The content of a blob that an earlier backup has. Its name is its hash, so the file itself isn't read again. */
const knownBlob = async (target: BackupFolder, dataDir: string, path: string): Promise<SavedFile | null> => {
  const sha256 = BLOB.exec(path)?.[1];
  if (!sha256) return null;
  try {
    const saved = { sha256, bytes: (await stat(join(dataDir, path))).size };
    return (await target.canReuse(saved)) ? saved : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** @returns null if the file was deleted meanwhile: nothing references it any more */
const copyIfPresent = async (target: BackupFolder, path: string): Promise<SavedFile | null> => {
  try {
    return await target.copy(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Two runs in one folder would delete each other's new files. */
const requireOnlyRun = async (folder: string): Promise<() => void> => {
  try {
    return await lockDataFolder(folder);
  } catch (error) {
    if (!(error instanceof DataFolderLockedError)) throw error;
    throw new UserError(`Another backup is running in ${folder}.`);
  }
};

const saveDatabase = async ({ databaseUrl }: Config, target: BackupFolder): Promise<SavedFile> => {
  const part = target.newPart();
  if (databaseUrl.startsWith('sqlite:')) {
    const path = databaseUrl.replace(/^sqlite:/, '');
    if (!existsSync(path)) {
      throw new UserError(`There is no ${path}. Set DATA_DIR or DATABASE_URL to where the data is.`);
    }
    await dumpSqlite(path, part);
  } else {
    await dumpMysql(databaseUrl, part);
  }
  return target.adoptPart(part);
};

/** Paths of all files below a folder of DATA_DIR, relative to DATA_DIR, with slashes. */
async function* filesIn(dataDir: string, folder: string): AsyncIterable<string> {
  if (!existsSync(join(dataDir, folder))) return;
  for (const entry of await readdir(join(dataDir, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(dataDir, path);
    // Other files among the blobs are partial, or leases.
    else if (entry.isFile() && (folder.split('/')[0] !== 'blobs' || BLOB.test(path))) yield path;
  }
}
