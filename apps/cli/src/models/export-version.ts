import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type VersionFile, Versions } from '@visionary/hub';
import { BlobStore } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { withInstance } from '../seed/with-instance.js';
import { UserError } from '../user-error.js';
import { pluralize } from './format.js';

/**
 * `visionary models export NAME@LABEL DIR`: writes the files of a version to a new folder, all or none.
 * @throws UserError when the version doesn't exist or the folder is not empty
 */
export async function exportVersion(config: Config, useId: string, targetDir: string): Promise<string> {
  const dir = resolve(targetDir);
  if ((await readdir(dir).catch(() => [])).length > 0) {
    throw new UserError(`"${targetDir}" isn’t empty. Choose a new folder.`);
  }
  return withInstance(config, async (instance) => {
    const versions = instance.get(Versions, { strict: false });
    const version = await versions.byUseId(useId);
    if (!version) throw new UserError(`No published version "${useId}".`);
    const files = await versions.filesOf(version.id);
    const partial = `${dir}.part-${process.pid}`;
    try {
      for (const file of files) await writeFile(instance.get(BlobStore, { strict: false }), file, partial);
      await mkdir(dirname(dir), { recursive: true });
      await rename(partial, dir);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
    return `Exported ${pluralize(files.length, 'file')} of ${useId} to ${targetDir}.`;
  });
}

/** @throws UserError for a missing or corrupted file */
async function writeFile(blobs: BlobStore, { path, sha256 }: VersionFile, dir: string): Promise<void> {
  const target = resolve(dir, path);
  if (!target.startsWith(join(dir, sep))) throw new UserError(`${path} points outside the folder.`);
  const blob = await blobs.open(sha256);
  if (!blob) throw new UserError(`${path} is no longer stored. Run npx visionary models verify for details.`);
  await mkdir(dirname(target), { recursive: true });
  const hash = createHash('sha256');
  const hasher = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(blob.stream, hasher, createWriteStream(target, { flags: 'wx' }));
  if (hash.digest('hex') !== sha256) {
    throw new UserError(`${path} is corrupted. Run npx visionary models verify for details.`);
  }
}
