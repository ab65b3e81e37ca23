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

const TAG_START = /<([\p{L}\p{N}_]+):/uy;

/**
 * Extracts tags for extra networks from a prompt. A LoRA without a weight has weight 1. Negative prompts have no
 * tags; there they are text.
 */
export function parseExtraNetworks(prompt: string): TaggedPrompt {
  const parts: string[] = [];
  const loras: LoraTag[] = [];
  const otherTags: string[] = [];
  let copiedUntil = 0;
  for (let tagStart = prompt.indexOf('<'); tagStart >= 0; tagStart = prompt.indexOf('<', tagStart)) {
    TAG_START.lastIndex = tagStart;
    const kind = TAG_START.exec(prompt)?.[1];
    const bodyStart = tagStart + (kind?.length ?? 0) + 2;
    const end = kind === undefined ? tagStart : prompt.indexOf('>', bodyStart);
    if (end < 0) break;
    if (end <= bodyStart) {
      tagStart++;
      continue;
    }
    parts.push(prompt.slice(copiedUntil, tagStart));
    const lora = kind === 'lora' ? readLora(prompt.slice(bodyStart, end)) : undefined;
    if (lora) loras.push(lora);
    else otherTags.push(prompt.slice(tagStart, end + 1));
    copiedUntil = tagStart = end + 1;
  }
  return { text: [...parts, prompt.slice(copiedUntil)].join(''), loras, otherTags };
}

/** Parses `name`, `name:weight`, or `name:text encoder weight:UNet weight`, of which the first weight is used. */
function readLora(body: string): LoraTag | undefined {
  const [name = '', weight = '1'] = body.split(':').map((part) => part.trim());
  const value = Number(weight.replace(/^te=/, ''));
  return name !== '' && weight !== '' && Number.isFinite(value) ? { name, weight: value } : undefined;
}
