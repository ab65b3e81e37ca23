import { SCHEDULERS } from '@visionary/contract';
import type { PublishedVersion } from '@visionary/hub';
import type { Addition } from '../../domain/additions.js';
import type { HubVersionRef } from '../../domain/hub-version-ref.js';
import type { Lora } from '../../domain/loras.js';
import type { Model } from '../../domain/model.js';
import { deriveSettings, type FileMetadata } from '../../domain/model-metadata.js';
import { parseRenderMetadata } from '../../domain/render-metadata.js';

const DEFAULT_SIDE = 512;
const SIDE_MULTIPLE = 8;
const DEFAULTS = { steps: 20, guidance: 7 };

/** @param renderFacts JSON from the trial; without it the metadata of the hub is used */
export const toModel = (version: PublishedVersion, renderFacts: string | null, by: string): Model => {
  const { scheduler, steps, guidance, width, height } = version.recommended;
  const settings = { scheduler, steps, guidance, width, height };
  const recommended = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return {
    id: version.useId,
    title: titleOf(version),
    by,
    license: licenseOf(version),
    hub: versionRefOf(version),
    description: { en: version.description, zh: version.description },
    examples: { en: version.triggerWords, zh: version.triggerWords },
    triggerWords: version.triggerWords,
    ...deriveSettings(version.useId, fileMetadataOf(version, renderFacts), { recommended }, SCHEDULERS),
    family: version.base,
    ...(version.vocabulary && { vocabulary: version.vocabulary }),
    ...trialOf(renderFacts),
  };
};

const trialOf = (renderFacts: string | null): Pick<Model, 'trial'> => {
  const metadata = parseRenderMetadata(renderFacts);
  if (metadata?.kind !== 'model') return {};
  const { stepMs, loadMs, width, height } = metadata.trial;
  return { trial: { stepMs, loadMs, width, height } };
};

export const toLora = (version: PublishedVersion, by: string): Lora => ({
  id: version.useId,
  title: titleOf(version),
  by,
  license: licenseOf(version),
  hub: versionRefOf(version),
  description: { en: version.description, zh: version.description },
  triggerWords: version.triggerWords,
  weight: version.recommended.weight ?? 1,
});

/** @returns undefined for files that were inspected before additions were recognized */
export const toAddition = (version: PublishedVersion, by: string): Addition | undefined =>
  version.addition && {
    id: version.useId,
    kind: version.addition.kind,
    title: titleOf(version),
    by,
    license: licenseOf(version),
    hub: versionRefOf(version),
    description: { en: version.description, zh: version.description },
    triggerWords: version.triggerWords,
    base: version.base,
    facts: version.addition,
    bytes: version.bytes,
  };

const titleOf = ({ name, label }: PublishedVersion): string => `${name} ${label}`;

const licenseOf = ({ license, licenseText }: PublishedVersion): string => (license === 'other' ? licenseText : license);

const versionRefOf = (version: PublishedVersion): HubVersionRef => ({
  modelId: version.modelId,
  versionId: version.versionId,
  label: version.label,
  creatorId: version.creatorId,
  base: version.base,
  hash: version.hash,
  bytes: version.bytes,
  isQuarantined: version.isQuarantined,
  contentRating: version.contentRating,
  at: version.at,
});

const fileMetadataOf = (version: PublishedVersion, renderFacts: string | null): FileMetadata => {
  const metadata = parseRenderMetadata(renderFacts);
  if (metadata?.kind === 'model') return metadata.facts;
  return {
    nativeSize: version.width ?? DEFAULT_SIDE,
    sizeMultiple: SIDE_MULTIPLE,
    defaults: DEFAULTS,
    family: version.base,
    schedulerClass: '',
    usesKarras: false,
    usesSde: false,
    takesImages: version.supportsImg2img ?? false,
  };
};
