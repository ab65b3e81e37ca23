import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isModel } from '@visionary/diffusion/model-files';
import { checkLoraCompatibility, loraChanges } from '../../../../libs/diffusion/lora-compatibility.js';
import { UserError } from '../user-error.js';
import { formatBytes, table } from './format.js';

const MAX_LISTED_MISMATCHES = 5;

/** Lists the models that a LoRA is compatible with. @throws LoraError for a broken file */
export async function checkLora({ modelsDir }: { readonly modelsDir: string }, file: string): Promise<string> {
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile()) throw new UserError(`File ${file} not found.`);
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  const models = names.filter((name) => isModel(join(modelsDir, name)));
  loraChanges(file);
  const results = await Promise.all(
    models.map(async (id) => ({ id, compatibility: await checkLoraCompatibility(join(modelsDir, id), file) })),
  );
  const rows = results.map(({ id, compatibility: { isCompatible, matched, unmatched, reason } }) => {
    const total = matched.length + unmatched.length;
    if (!isCompatible) return [id, `not compatible: ${reason}`];
    if (unmatched.length === 0) return [id, `compatible, all ${total} layers`];
    return [id, `compatible, ${matched.length} of ${total} layers: the others have no effect on this model`];
  });
  const summary = table([['LoRA', `${basename(file)}, ${formatBytes(stats.size)}`], ...rows]);
  const best = results
    .filter(({ compatibility }) => compatibility.isCompatible)
    .toSorted((a, b) => b.compatibility.matched.length - a.compatibility.matched.length)[0];
  if (models.length === 0) return `${summary}\n\nNo models in ${modelsDir} to check it against.`;
  if (!best) return `${summary}\n\nIt isn’t compatible with any model here.`;
  const mismatchLines = best.compatibility.unmatched
    .slice(0, MAX_LISTED_MISMATCHES)
    .map(({ key, reason }) => `  ${key}: ${reason}`);
  const omittedCount = best.compatibility.unmatched.length - mismatchLines.length;
  const mismatches =
    mismatchLines.length > 0
      ? [`Not applied to ${best.id}:`, ...mismatchLines, ...(omittedCount > 0 ? [`  and ${omittedCount} more`] : [])]
      : [];
  return [summary, ...mismatches].join('\n');
}
