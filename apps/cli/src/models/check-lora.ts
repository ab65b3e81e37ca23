import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkLoraCompatibility } from '../../../../libs/diffusion/lora-compatibility.js';
import { UserError } from '../user-error.js';
import { inMebibytes, table } from './sizes.js';

const MAX_LISTED_MISMATCHES = 5;

/** Lists the models that a LoRA is compatible with. @throws UserError when there is none */
export async function checkLora({ modelsDir }: { readonly modelsDir: string }, file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`File ${file} not found.`);
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  const models = names.filter((name) => existsSync(join(modelsDir, name, 'model_index.json')));
  if (models.length === 0) throw new UserError(`No models in ${modelsDir} to check ${file} against.`);
  const results = await Promise.all(
    models.map(async (id) => ({ id, compatibility: await checkLoraCompatibility(join(modelsDir, id), file) })),
  );
  const rows = results.map(({ id, compatibility: { matched, unmatched, reason } }) => {
    const total = matched.length + unmatched.length;
    if (matched.length === 0) return [id, `not compatible: ${reason}`];
    return [
      id,
      unmatched.length === 0 ? `compatible, ${total} modules` : `compatible in ${matched.length} of ${total} modules`,
    ];
  });
  const summary = table([['LoRA', `${basename(file)}, ${inMebibytes(found.size)}`], ...rows]);
  const best = results.toSorted((a, b) => b.compatibility.matched.length - a.compatibility.matched.length)[0]!;
  if (best.compatibility.matched.length === 0) {
    throw new UserError(`${summary}\n\nIt isn’t compatible with any model here.`);
  }
  const listed = best.compatibility.unmatched
    .slice(0, MAX_LISTED_MISMATCHES)
    .map(({ key, reason }) => `  ${key}: ${reason}`);
  const more = best.compatibility.unmatched.length - listed.length;
  const mismatches =
    listed.length > 0 ? [`Not applied to ${best.id}:`, ...listed, ...(more > 0 ? [`  and ${more} more`] : [])] : [];
  return [summary, ...mismatches].join('\n');
}
