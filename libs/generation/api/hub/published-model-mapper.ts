import type { PublishedVersion } from '@visionary/hub';
import type { HubVersionRef } from '../../domain/hub-version-ref.js';
import type { Lora } from '../../domain/loras.js';
import type { Model } from '../../domain/model.js';
import { type FromFiles, deriveSettings } from '../../domain/model-defaults.js';
import { parseRenderMetadata } from '../../domain/render-metadata.js';
import { schedulers } from '../contract-limits.js';

const USUAL_SIDE = 512;
const SIDE_MULTIPLE = 8;
const USUAL = { steps: 20, guidance: 7 };

const titleOf = ({ name, label }: PublishedVersion): string => `${name} ${label}`;
const licenseOf = ({ license, licenseWords }: PublishedVersion): string =>
  license === 'other' ? licenseWords : license;
const originOf = ({
  modelId,
  versionId,
  label,
  creatorId,
  base,
  hash,
  bytes,
  ...offer
}: PublishedVersion): HubVersionRef => ({
  ...{ modelId, versionId, label, creatorId, base, hash, bytes },
  ...{ isQuarantined: offer.isSetAside, contentRating: offer.contentRating, at: offer.at },
});

/** @param renderFacts JSON of whoever tried it; without it what the hub itself has read has to do */
export const toModel = (publishedVersion: PublishedVersion, renderFacts: string | null, by: string): Model => {
  const { scheduler, steps, guidance, width, height } = publishedVersion.recommended;
  const given = { scheduler, steps, guidance, width, height };
  const recommended = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...{
      id: publishedVersion.useId,
      title: titleOf(publishedVersion),
      by,
      license: licenseOf(publishedVersion),
      hub: originOf(publishedVersion),
    },
    about: { en: publishedVersion.about, zh: publishedVersion.about },
    examples: { en: publishedVersion.triggerWords, zh: publishedVersion.triggerWords },
    triggerWords: publishedVersion.triggerWords,
    ...deriveSettings(
      publishedVersion.useId,
      applyAuthorRating(publishedVersion, renderFacts),
      { recommended },
      schedulers,
    ),
    family: publishedVersion.base,
  };
};

export const toLora = (publishedVersion: PublishedVersion, by: string): Lora => ({
  ...{
    id: publishedVersion.useId,
    title: titleOf(publishedVersion),
    by,
    license: licenseOf(publishedVersion),
    hub: originOf(publishedVersion),
  },
  description: { en: publishedVersion.about, zh: publishedVersion.about },
  triggerWords: publishedVersion.triggerWords,
  weight: publishedVersion.recommended.weight ?? 1,
});

const applyAuthorRating = (publishedVersion: PublishedVersion, renderFacts: string | null): FromFiles => {
  const facts = parseRenderMetadata(renderFacts);
  if (facts?.kind === 'model') return facts.facts;
  return {
    ...{
      nativeSize: publishedVersion.width ?? USUAL_SIDE,
      sizeMultiple: SIDE_MULTIPLE,
      defaults: USUAL,
      family: publishedVersion.base,
    },
    ...{ schedulerClass: '', usesKarras: false, usesSde: false, takesImages: publishedVersion.takesImages ?? false },
  };
};
