import type { VersionFile } from '../../domain/version.js';
import type { Downloadable } from '../../use-cases/downloads/find-download.js';

const AUTO_V2_LENGTH = 10;

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = ({ model, version }: Downloadable): string => `${model.name} ${version.label}`;

export const fileName = ({ path }: VersionFile): string => baseName(path);

export const zipName = (download: Downloadable): string => `${folderOf(download)}.zip`;

/** An ASCII fallback with the AutoV2 hash, which tools recognize. */
export const asciiFileName = ({ version }: Downloadable, name: string): string => {
  const [extension = ''] = /\.[a-z0-9]{1,12}$/i.exec(name) ?? [];
  return `model-${version.hash.slice(0, AUTO_V2_LENGTH)}${extension}`;
};

/** Puts several files into one folder. */
export const zippedFiles = (download: Downloadable): VersionFile[] => {
  const folder = download.files.length > 1 ? `${folderOf(download)}/` : '';
  return download.files.map((file) => ({ ...file, path: folder + file.path }));
};
