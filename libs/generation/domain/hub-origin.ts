import type { ModelFamily } from './model-family.js';

/** Of a list what is for everybody: all that lies in the server's own folder, and of the hub what is published as that. */
export const forEverybody = <T extends { readonly hub?: HubOrigin }>(all: readonly T[]): readonly T[] =>
  all.filter(({ hub }) => hub === undefined || hub.maturity === 'everybody');

/** The version of the hub behind a model or a LoRA. Times in ms since 1970. */
export interface HubOrigin {
  readonly modelId: string;
  readonly versionId: string;
  readonly label: string;
  readonly makerId: string;
  /** What it was made for. */
  readonly base: ModelFamily;
  /** What takes record as its hash: of a model's folder, of a LoRA's file. */
  readonly hash: string;
  readonly bytes: number;
  /** It crashed or hung what loaded it. */
  readonly isSetAside: boolean;
  readonly maturity: 'everybody' | 'sensitive' | 'adult';
  readonly at: number;
}
