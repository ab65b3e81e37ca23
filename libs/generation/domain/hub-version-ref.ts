import type { ContentRating, ModelFamily } from '@visionary/contract';

/** The hub version of a model or LoRA. Times in ms since 1970. */
export interface HubVersionRef {
  readonly modelId: string;
  readonly versionId: string;
  readonly label: string;
  readonly creatorId: string;
  /** The base model it was made for. */
  readonly base: ModelFamily;
  /** What takes record as its hash: of a model's folder, or of a LoRA's file. */
  readonly hash: string;
  readonly bytes: number;
  readonly isQuarantined: boolean;
  readonly contentRating: ContentRating;
  readonly at: number;
}

/** Whether an id is a reference to a hub version. Local files have no name with an @. */
export const isOfHub = (id: string): boolean => id.includes('@');

/** Local items, and of each hub model its newest version that can be used. */
export function newestVersions<T extends { readonly hub?: HubVersionRef }>(items: readonly T[]): readonly T[] {
  const newest = new Map<string, HubVersionRef>();
  const isBetter = (one: HubVersionRef, other: HubVersionRef) =>
    one.isQuarantined === other.isQuarantined ? one.at > other.at : other.isQuarantined;
  for (const { hub } of items) {
    const known = hub && newest.get(hub.modelId);
    if (hub && (!known || isBetter(hub, known))) newest.set(hub.modelId, hub);
  }
  return items.filter(({ hub }) => !hub || newest.get(hub.modelId) === hub);
}

/** Local models, and hub models rated for everyone. */
export const ratedForEveryone = <T extends { readonly hub?: HubVersionRef }>(items: readonly T[]): readonly T[] =>
  items.filter(({ hub }) => hub === undefined || hub.contentRating === 'everyone');
