import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS, type ModelPicture } from '@visionary/contract';
import type { ModelPictures } from '../domain/model.js';

/** The sheet of tiles that belongs to a vocabulary with tiles. */
const TILES = 'vocabulary.webp';

/**
 * Finds the images that a card names in its folder, and the sheet of tiles.
 * @param named file names without a folder
 */
export const findPictures = async (
  dir: string,
  named: Readonly<Partial<Record<'title' | 'sheet', string | undefined>>>,
  hasTiles: boolean,
): Promise<ModelPictures> => {
  const files: [ModelPicture, string | undefined][] = [
    ['title', named.title],
    ['sheet', named.sheet],
    ['tiles', hasTiles ? TILES : undefined],
  ];
  const found = await Promise.all(files.map(async ([picture, file]) => [picture, await pictureAt(dir, file)] as const));
  return Object.fromEntries(found.filter(([, picture]) => picture !== null));
};

const pictureAt = async (dir: string, file: string | undefined) => {
  const stats = file === undefined ? null : await stat(join(dir, file)).catch(() => null);
  if (file === undefined || !stats?.isFile() || stats.size > LIMITS.vocabulary.tilesBytes) return null;
  return { file, bytes: stats.size, version: `${stats.size.toString(36)}-${Math.round(stats.mtimeMs).toString(36)}` };
};
