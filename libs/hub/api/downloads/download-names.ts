import type { VersionFile } from '../../domain/version.js';
import type { Downloadable } from '../../use-cases/downloads/find-download.js';

const AUTO_V2 = 10;

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = ({ model, version }: Downloadable): string => `${model.name} ${version.label}`;

/** As its creator called it. */
export const fileName = ({ path }: VersionFile): string => baseName(path);

export const zipName = (found: Downloadable): string => `${folderOf(found)}.zip`;

/** What tells it from others without its name: how long AutoV2 is, tools know. */
export const asciiFileName = ({ version }: Downloadable, name: string): string => {
  const [ending = ''] = /\.[a-z0-9]{1,12}$/i.exec(name) ?? [];
  return `model-${version.hash.slice(0, AUTO_V2)}${ending}`;
};

/** Several files lie in one folder, so that unpacking them spills nothing. */
export const zippedFiles = (found: Downloadable): VersionFile[] => {
  const folder = found.files.length > 1 ? `${folderOf(found)}/` : '';
  return found.files.map((file) => ({ ...file, path: folder + file.path }));
};
