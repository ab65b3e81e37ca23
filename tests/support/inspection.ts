import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile, inspectFolder, type InspectionRejection } from '../../libs/diffusion/inspection.js';
import { put, maliciousFolder } from './malicious-files.js';

export const TINY = 'tests/golden/tiny-sd-random';
export const MINI = 'models/visionary-mini';

/** All files and links beneath a folder, as a creator would call them. */
export const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort();

/** Of one file by itself: the code it is refused by, or `taken`. */
export const verdict = async (name: string, content: string | Uint8Array): Promise<string> => {
  const found = await inspectFile(put(maliciousFolder(), name, content), name);
  if (found.ok) return 'taken';
  requireMark(found);
  return found.code;
};

/** Their own sentence says what is wrong, with the names in the detail. */
const PLAIN = [
  'MODEL_PICKLE_NOT_ALLOWED',
  'MODEL_FILE_EMPTY',
  'MODEL_OPERATOR_NOT_ALLOWED',
  'MODEL_TOO_MANY_NODES',
  'MODEL_WEIGHTS_NAN_OR_INF',
];

/** Whoever made it reads in their own language what exactly is wrong. @throws Error for a refusal in English alone */
function requireMark({ code, detail }: InspectionRejection): void {
  if (detail.reasonKey !== undefined || PLAIN.includes(code)) return;
  throw new Error(`[B190] ${code} says it in English alone: ${String(detail['reason'])}`);
}

/** A model of its own to be changed. */
export const copyOf = (original: string): string => {
  const dir = maliciousFolder();
  cpSync(original, dir, { recursive: true });
  return dir;
};

export const wholeOf = (dir: string) => inspectFolder(dir, filesIn(dir));
