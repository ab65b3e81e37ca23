/** The two factors of a low-rank change of a layer, which are inputs of graphs that the engine builds. */
export type LowRankFactor = 'down' | 'up';

const SUFFIX = { down: '.lora_down', up: '.lora_up' } as const;

/** The input of a layer for a factor. @param path of the layer in the network */
export function lowRankInput(path: string, factor: LowRankFactor): string {
  return path + SUFFIX[factor];
}

export function isLowRankInput(name: string): boolean {
  return Object.values(SUFFIX).some((suffix) => name.endsWith(suffix));
}
