import type { ModelFamily } from './model-family.js';

/** Of a list what is for everybody: all that lies in the server's own folder, and of the hub what is published as that. */
export const onlyEveryone = <T extends { readonly hub?: HubVersionRef }>(all: readonly T[]): readonly T[] =>
  all.filter(({ hub }) => hub === undefined || hub.contentRating === 'everyone');

/** The version of the hub behind a model or a LoRA. Times in ms since 1970. */
export interface HubVersionRef {
  readonly modelId: string;
  readonly versionId: string;
  readonly label: string;
  readonly creatorId: string;
  /** What it was made for. */
  readonly base: ModelFamily;
  /** What takes record as its hash: of a model's folder, of a LoRA's file. */
  readonly hash: string;
  readonly bytes: number;
  /** It crashed or hung what loaded it. */
  readonly isQuarantined: boolean;
  readonly contentRating: 'everyone' | 'sensitive' | 'adult';
  readonly at: number;
}
