/** A LoRA that a prompt asks for: `<lora:name:weight>`. */
export interface LoraTag {
  readonly name: string;
  readonly weight: number;
}

export interface TaggedPrompt {
  /** The prompt without any tag. */
  readonly text: string;
  readonly loras: readonly LoraTag[];
  /** Tags of the same form that name no LoRA, as they were written. */
  readonly otherTags: readonly string[];
}

const HEAD = /<([\p{L}\p{N}_]+):/uy;

/**
 * Takes the field's tags for extra networks out of a prompt; a LoRA without a weight counts 1. Only the prompt has them,
 * in the negative prompt they are text.
 */
export function parseExtraNetworks(prompt: string): TaggedPrompt {
  const parts: string[] = [];
  const loras: LoraTag[] = [];
  const otherTags: string[] = [];
  let kept = 0;
  for (let at = prompt.indexOf('<'); at >= 0; at = prompt.indexOf('<', at)) {
    HEAD.lastIndex = at;
    const kind = HEAD.exec(prompt)?.[1];
    const body = at + (kind?.length ?? 0) + 2;
    const end = kind === undefined ? at : prompt.indexOf('>', body);
    if (end < 0) break;
    if (end <= body) {
      at++;
      continue;
    }
    parts.push(prompt.slice(kept, at));
    const lora = kind === 'lora' ? readLora(prompt.slice(body, end)) : undefined;
    if (lora) loras.push(lora);
    else otherTags.push(prompt.slice(at, end + 1));
    kept = at = end + 1;
  }
  return { text: [...parts, prompt.slice(kept)].join(''), loras, otherTags };
}

/** `name`, `name:weight`, or `name:weight of the encoders:weight of the UNet`, of which the first counts. */
function readLora(body: string): LoraTag | undefined {
  const [name = '', weight = '1'] = body.split(':').map((part) => part.trim());
  const value = Number(weight.replace(/^te=/, ''));
  return name !== '' && weight !== '' && Number.isFinite(value) ? { name, weight: value } : undefined;
}
