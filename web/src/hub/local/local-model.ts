import type { LoraView, ModelView, UserView } from '@visionary/contract';
import { activeFacets, type HubFilters } from '../cards/hub-query.js';

/** A local model or LoRA. It was not published by a user. */
export interface LocalModel {
  readonly kind: 'model' | 'lora';
  /** The id used in settings. */
  readonly id: string;
  readonly title: string;
  /** Metadata from its files. */
  readonly by: string;
  /** The creator, if known on this instance. */
  readonly creator: UserView | undefined;
  readonly about: { readonly en: string; readonly zh: string };
  readonly license: string;
  /** For a LoRA: the base model of a compatible model. */
  readonly base: ModelView['family'] | undefined;
  readonly triggerWords: readonly string[];
  /** The address of an image that shows it. */
  readonly image: string | undefined;
  /** Quarantined: it crashed or hung a renderer and is not loaded. */
  readonly isQuarantined: boolean;
}

export const toLocalModels = (models: readonly ModelView[], loras: readonly LoraView[]): LocalModel[] => [
  ...models.map(({ triggerWords = [], family, quarantined, pictures, ...model }) => ({
    image: pictures?.title,
    ...{ kind: 'model' as const, ...toLocalModel(model), base: family, triggerWords },
    isQuarantined: quarantined,
  })),
  ...loras.map(({ triggerWords, compatibleModels, ...lora }) => ({
    image: undefined,
    ...{ kind: 'lora' as const, ...toLocalModel(lora), base: familyOf(compatibleModels, models), triggerWords },
    isQuarantined: false,
  })),
];

type Metadata = Pick<ModelView, 'id' | 'title' | 'by' | 'creator' | 'description' | 'license'>;
const toLocalModel = ({ id, title, by, creator, description, license }: Metadata) => ({
  id,
  title,
  by,
  creator,
  about: description,
  license,
});

const familyOf = (fits: readonly string[], models: readonly ModelView[]) =>
  models.find(({ id }) => fits.includes(id))?.family;

/** Matches all words of the query, or a hash, and facets that the model has. `contentRating` widens the results. */
export function filterLocalModels(
  all: readonly LocalModel[],
  filters: HubFilters,
  hashMatchId: string | null = null,
): LocalModel[] {
  const query = normalize(filters.search).split(/\s+/u).filter(Boolean);
  return all.filter((one) => {
    const { kind, id, title, by, creator, about, license, base, triggerWords } = one;
    const facets = { kind, base, license, creatorId: creator?.id, tag: undefined };
    const matchesFacets = activeFacets(filters).every(
      (name) => name === 'contentRating' || facets[name] === filters[name],
    );
    const description = normalize([title, id, by, creator?.name, about.en, about.zh, ...triggerWords].join('\n'));
    return matchesFacets && (id === hashMatchId || query.every((word) => description.includes(word)));
  });
}

const normalize = (text: string): string => text.normalize('NFKC').toLowerCase();
