import type { Offer } from '@visionary/hub';
import type { HubOrigin } from '../../domain/hub-origin.js';
import type { Lora } from '../../domain/loras.js';
import type { Model } from '../../domain/model.js';
import { type SaidByFiles, suitedTo } from '../../domain/model-of-files.js';
import { readRenderFacts } from '../../domain/render-facts.js';
import { schedulers } from '../contract-limits.js';

const USUAL_SIDE = 512;
const SIDE_MULTIPLE = 8;
const USUAL = { steps: 20, guidance: 7 };

const titleOf = ({ name, label }: Offer): string => `${name} ${label}`;
const licenceOf = ({ licence, licenceWords }: Offer): string => (licence === 'other' ? licenceWords : licence);
const originOf = ({ modelId, versionId, label, makerId, base, hash, bytes, ...offer }: Offer): HubOrigin => ({
  ...{ modelId, versionId, label, makerId, base, hash, bytes },
  ...{ isSetAside: offer.isSetAside, maturity: offer.maturity, at: offer.at },
});

/** @param renderFacts JSON of whoever tried it; without it what the hub itself has read has to do */
export const modelOf = (offer: Offer, renderFacts: string | null, by: string): Model => {
  const { scheduler, steps, guidance, width, height } = offer.recommended;
  const given = { scheduler, steps, guidance, width, height };
  const recommended = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...{ id: offer.useId, title: titleOf(offer), by, licence: licenceOf(offer), hub: originOf(offer) },
    about: { en: offer.about, zh: offer.about },
    examples: { en: offer.triggerWords, zh: offer.triggerWords },
    triggerWords: offer.triggerWords,
    ...suitedTo(offer.useId, saidOf(offer, renderFacts), { recommended }, schedulers),
    family: offer.base,
  };
};

export const loraOf = (offer: Offer, by: string): Lora => ({
  ...{ id: offer.useId, title: titleOf(offer), by, licence: licenceOf(offer), hub: originOf(offer) },
  about: { en: offer.about, zh: offer.about },
  triggerWords: offer.triggerWords,
  weight: offer.recommended.weight ?? 1,
});

const saidOf = (offer: Offer, renderFacts: string | null): SaidByFiles => {
  const facts = readRenderFacts(renderFacts);
  if (facts?.kind === 'model') return facts.facts;
  return {
    ...{ ownSide: offer.width ?? USUAL_SIDE, sizeMultiple: SIDE_MULTIPLE, usual: USUAL, family: offer.base },
    ...{ schedulerClass: '', usesKarras: false, usesSde: false, takesPictures: offer.takesPictures ?? false },
  };
};
