/** A LoRA tag of a prompt: `<lora:name:weight>`. */
export interface LoraTag {
  readonly name: string;
  readonly weight: number;
}

export interface TaggedPrompt {
  /** The prompt without tags. */
  readonly text: string;
  readonly loras: readonly LoraTag[];
  /** Other tags of the same form, as written. */
  readonly otherTags: readonly string[];
}

const HEAD = /<([\p{L}\p{N}_]+):/uy;

/**
 * Extracts tags for extra networks from a prompt. A LoRA without a weight has weight 1. Negative prompts have no
 * tags; there they are text.
 */
export function parseExtraNetworks(prompt: string): TaggedPrompt {
  const parts: string[] = [];
  const loras: LoraTag[] = [];
  const otherTags: string[] = [];
  let copiedUntil = 0;
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
    parts.push(prompt.slice(copiedUntil, at));
    const lora = kind === 'lora' ? readLora(prompt.slice(body, end)) : undefined;
    if (lora) loras.push(lora);
    else otherTags.push(prompt.slice(at, end + 1));
    copiedUntil = at = end + 1;
  }
  return { text: [...parts, prompt.slice(copiedUntil)].join(''), loras, otherTags };
}

/** Parses `name`, `name:weight`, or `name:text encoder weight:UNet weight`, of which the first weight is used. */
function readLora(body: string): LoraTag | undefined {
  const [name = '', weight = '1'] = body.split(':').map((part) => part.trim());
  const value = Number(weight.replace(/^te=/, ''));
  return name !== '' && weight !== '' && Number.isFinite(value) ? { name, weight: value } : undefined;
}
