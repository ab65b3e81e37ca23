import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkLoraCompatibility } from '../../../../libs/diffusion/lora-compatibility.js';
import { UserError } from '../user-error.js';
import { inMebibytes, table } from './sizes.js';

/** Of what does not match, so many are named. */
const NAMED = 5;

/**
 * Says which models a LoRA fits.
 * @throws Trouble when it fits none
 */
export async function checkLora({ modelsDir }: { readonly modelsDir: string }, file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError(`File ${file} not found.`);
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  const models = names.filter((name) => existsSync(join(modelsDir, name, 'model_index.json')));
  if (models.length === 0) throw new UserError(`No models in ${modelsDir} to check ${file} against.`);
  const fits = await Promise.all(
    models.map(async (id) => ({ id, fit: await checkLoraCompatibility(join(modelsDir, id), file) })),
  );
  const rows = fits.map(({ id, fit: { matched, unmatched, reason } }) => {
    const all = matched.length + unmatched.length;
    if (matched.length === 0) return [id, `not compatible: ${reason}`];
    return [
      id,
      unmatched.length === 0 ? `compatible, ${all} modules` : `compatible in ${matched.length} of ${all} modules`,
    ];
  });
  const about = table([['LoRA', `${basename(file)}, ${inMebibytes(found.size)}`], ...rows]);
  const best = fits.toSorted((a, b) => b.fit.matched.length - a.fit.matched.length)[0]!;
  if (best.fit.matched.length === 0) throw new UserError(`${about}\n\nIt isn’t compatible with any model here.`);
  const left = best.fit.unmatched.slice(0, NAMED).map(({ key, reason }) => `  ${key}: ${reason}`);
  const more = best.fit.unmatched.length - left.length;
  const told =
    left.length > 0 ? [`Not applied to ${best.id}:`, ...left, ...(more > 0 ? [`  and ${more} more`] : [])] : [];
  return [about, ...told].join('\n');
}
