import { LIMITS } from '@visionary/contract';
import { parseExtraNetworks } from '@visionary/infotext';
import { additionIdOf } from '../local-additions.js';
import { UsageError } from '../usage-error.js';
import { type WeightedFile, weightedFileOf } from './control-options.js';

/**
 * The LoRAs of the options and of the tags of a prompt, with the limits of a server.
 * @throws UsageError about the first one beyond them
 */
export function readLoras(options: readonly string[], prompt: string): WeightedFile[] {
  const tags = parseExtraNetworks(prompt).loras.map(({ name, weight }) => ({ file: name, weight }));
  const loras = [...readLoraFiles(options), ...tags];
  if (loras.length > LIMITS.loras) {
    throw new UsageError(`An image takes at most ${LIMITS.loras} LoRAs, not ${loras.length}.`);
  }
  const ids = loras.map(({ file }) => additionIdOf(file));
  loras.forEach(({ file, weight }, at) => {
    const { min, max } = LIMITS.loraWeight;
    if (weight < min || weight > max) {
      throw new UsageError(`The LoRA ${file} takes a weight from ${min} to ${max}, not ${weight}.`);
    }
    if (ids.indexOf(ids[at]!) < at) throw new UsageError(`The LoRA ${file} is given twice. Leave one out.`);
  });
  return loras;
}

/** What --reproduce looks for among them. @throws UsageError */
export const readLoraFiles = (options: readonly string[]): WeightedFile[] =>
  options.map((text) => weightedFileOf('lora', text));
