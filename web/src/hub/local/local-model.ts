import type { LoraView, ModelView, UserView } from '@visionary/contract';
import { t } from '../../shared/i18n/index.js';
import { familyText } from '../family-text.js';
import { activeFacets, type HubFilters } from '../cards/hub-query.js';

/** Names in a row of a list. */
const MAX_NAMES = 3;

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
  /** For a LoRA: by its file, else that of a compatible model. */
  readonly base: ModelView['family'] | undefined;
  /** For a LoRA: the titles of compatible models. */
  readonly worksWith: readonly string[];
  readonly triggerWords: readonly string[];
  /** The address of an image that shows it. */
  readonly image: string | undefined;
  /** Quarantined: it crashed or hung a renderer and is not loaded. */
  readonly isQuarantined: boolean;
}

export const toLocalModels = (models: readonly ModelView[], loras: readonly LoraView[]): LocalModel[] => [
  ...models.map(({ triggerWords = [], family, quarantined, pictures, ...model }) => ({
    image: pictures?.title,
    ...{ kind: 'model' as const, ...toLocalModel(model), base: family, worksWith: [], triggerWords },
    isQuarantined: quarantined,
  })),
  ...loras.map(({ triggerWords, compatibleModels, family, picture, ...lora }) => {
    const fitting = models.filter(({ id }) => compatibleModels.includes(id));
    return {
      image: picture,
      ...{ kind: 'lora' as const, ...toLocalModel(lora), triggerWords },
      base: family ?? fitting[0]?.family,
      worksWith: fitting.map(({ title }) => title),
      isQuarantined: false,
    };
  }),
];

/** The family that a LoRA is for, or, for a model of an architecture of its own, the name of that model. */
export function loraBaseText({ base, worksWith }: Pick<LocalModel, 'base' | 'worksWith'>): string {
  if (base !== undefined && base !== 'other') return familyText({ kind: 'lora', base });
  if (worksWith.length === 0) return '';
  return t('localModels.worksWith', { names: worksWith.slice(0, MAX_NAMES).join(t('app.comma')) });
}

type Metadata = Pick<ModelView, 'id' | 'title' | 'by' | 'creator' | 'description' | 'license'>;
const toLocalModel = ({ id, title, by, creator, description, license }: Metadata) => ({
  id,
  title,
  by,
  creator,
  about: description,
  license,
});

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
