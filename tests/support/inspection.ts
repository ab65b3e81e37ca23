import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile, inspectFolder, type InspectionRejection } from '../../libs/diffusion/inspection.js';
import { writeFileIn, maliciousFolder } from './malicious-files.js';

export const TINY = 'tests/golden/tiny-sd-random';
export const MINI = 'models/visionary-mini';

/** All files and links in a folder, with relative paths. */
export const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();

/** Inspects one file. @returns the code of the rejection, or `taken` */
export const inspectionResult = async (name: string, content: string | Uint8Array): Promise<string> => {
  const found = await inspectFile(writeFileIn(maliciousFolder(), name, content), name);
  if (found.ok) return 'taken';
  requireMark(found);
  return found.code;
};

/** These codes have a separate text, with names in the detail. */
const PLAIN = [
  'MODEL_PICKLE_NOT_ALLOWED',
  'MODEL_FILE_EMPTY',
  'MODEL_OPERATOR_NOT_ALLOWED',
  'MODEL_TOO_MANY_NODES',
  'MODEL_WEIGHTS_NAN_OR_INF',
];

/** Checks that the creator gets a translated text. @throws Error for a rejection without one */
function requireMark({ code, detail }: InspectionRejection): void {
  if (detail.reasonKey !== undefined || PLAIN.includes(code)) return;
  throw new Error(`[B190] ${code} says it in English alone: ${String(detail['reason'])}`);
}

/** A copy of a model that a test can change. */
export const copyModelFolder = (original: string): string => {
  const dir = maliciousFolder();
  cpSync(original, dir, { recursive: true });
  return dir;
};

export const inspectWholeFolder = (dir: string) => inspectFolder(dir, filesIn(dir));
