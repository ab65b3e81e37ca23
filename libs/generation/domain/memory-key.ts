interface Lora {
  readonly id: string;
  readonly weight: number;
}

/** What must be in a renderer's memory for a take: the same model with other LoRAs, or other weights, is another session. */
export const modelMemoryKey = (model: string, loras: readonly Lora[] = []): string =>
  [model, ...loras.map(({ id, weight }) => `${id}@${weight}`).sort()].join('|');
