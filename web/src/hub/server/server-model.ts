import type { LoraView, ModelView, PersonView } from '@visionary/contract';
import { chosenIn, type HubAsked } from '../../feed/models/hub-address.js';

/** A model or a LoRA in the server's own folder; nobody published it. */
export interface ServerModel {
  readonly kind: 'model' | 'lora';
  /** What settings call it. */
  readonly id: string;
  readonly title: string;
  /** What its files say. */
  readonly by: string;
  /** Whoever is known here to have made it. */
  readonly maker: PersonView | undefined;
  readonly about: { readonly en: string; readonly zh: string };
  readonly licence: string;
  /** Of a LoRA: that of a model which it fits. */
  readonly base: ModelView['family'] | undefined;
  readonly triggerWords: readonly string[];
  /** It crashed or hung what loaded it, and is not loaded now. */
  readonly isSetAside: boolean;
}

export const serverModels = (models: readonly ModelView[], loras: readonly LoraView[]): ServerModel[] => [
  ...models.map(({ triggerWords = [], family, quarantined, ...model }) => ({
    ...{ kind: 'model' as const, ...shown(model), base: family, triggerWords },
    isSetAside: quarantined,
  })),
  ...loras.map(({ triggerWords, fits, ...lora }) => ({
    ...{ kind: 'lora' as const, ...shown(lora), base: baseUnder(fits, models), triggerWords },
    isSetAside: false,
  })),
];

type Described = Pick<ModelView, 'id' | 'title' | 'by' | 'maker' | 'about' | 'licence'>;
const shown = ({ id, title, by, maker, about, licence }: Described) => ({ id, title, by, maker, about, licence });

const baseUnder = (fits: readonly string[], models: readonly ModelView[]) =>
  models.find(({ id }) => fits.includes(id))?.family;

/** All words, anywhere in what is said of it, or the one that a hash is of; facets it has no answer to leave it out. `maturity` widens, it narrows nothing. */
export function serverModelsLike(
  all: readonly ServerModel[],
  asked: HubAsked,
  hashed: string | null = null,
): ServerModel[] {
  const words = plain(asked.search).split(/\s+/u).filter(Boolean);
  return all.filter((one) => {
    const { kind, id, title, by, maker, about, licence, base, triggerWords } = one;
    const its = { kind, base, licence, makerId: maker?.id, tag: undefined };
    const isLeft = chosenIn(asked).every((name) => name === 'maturity' || its[name] === asked[name]);
    const said = plain([title, id, by, maker?.name, about.en, about.zh, ...triggerWords].join('\n'));
    return isLeft && (id === hashed || words.every((word) => said.includes(word)));
  });
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
