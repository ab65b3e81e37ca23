import type { LoraView, ModelView } from '@visionary/contract';
import type { Found } from './restore.js';

interface Here {
  readonly models: readonly ModelView[];
  readonly loras: readonly LoraView[];
}
/** @returns what this instance calls the files with this hash, undefined where it has none */
type CalledHere = (hash: string) => Promise<string | undefined>;

/** Fewer digits may be anything's. */
const DIGITS_AT_LEAST = 10;

const alike = (one: string, other: string) => one.toLocaleLowerCase() === other.toLocaleLowerCase();
const isHere = (name: string, things: readonly { readonly id: string; readonly title: string }[]) =>
  things.some(({ id, title }) => alike(id, name) || alike(title, name));

/**
 * What a picture names as others call it, as it is called here: a model or a LoRA under another name has the same hash.
 * What is here by its name keeps it.
 */
export async function calledHere(found: Found, here: Here, ask: CalledHere): Promise<Found> {
  const sought = async (name: string | undefined, hash: string | undefined, things: Here[keyof Here]) => {
    if (hash === undefined || hash.length < DIGITS_AT_LEAST) return undefined;
    return name !== undefined && isHere(name, things) ? undefined : ask(hash);
  };
  const model = await sought(found.model?.name, found.model?.hash, here.models);
  const loras = await Promise.all(
    found.loras.map(async (lora) => ({ ...lora, name: (await sought(lora.name, lora.hash, here.loras)) ?? lora.name })),
  );
  return { ...found, ...(model === undefined ? {} : { model: { ...found.model, name: model } }), loras };
}
