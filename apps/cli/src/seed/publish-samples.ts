import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { PublishSample } from '@visionary/feed';
import { HubModelsService, ImportFiles, Versions } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import { waitAndPublish } from '../models/publish/wait-and-publish.js';
import type { SampleLoraFile, SeedLoraFiles } from './sample-loras.js';

type Wanted = Parameters<PublishSample>[1];

/** Names and words that are somebody else's here: that sample is left out, as nothing of anybody's is changed for it. */
const OTHERS = [
  'HUB_NAME_TAKEN',
  'HUB_NAME_RESERVED',
  'HUB_LABEL_RETIRED',
  'HUB_ALREADY_PUBLISHED',
  'HUB_DUPLICATE_NOT_VISIBLE',
];

/** Publishes the samples' LoRAs in the hub, by the checks of an upload. */
export const publishSamples =
  (instance: INestApplicationContext, files: SeedLoraFiles): PublishSample =>
  async (creatorId, wanted) => {
    const versions = instance.get(Versions, { strict: false });
    const { id } = wanted.version;
    const there = await versions.byUseId(id);
    if (there) {
      const model = await versions.modelById(there.modelId);
      return model?.creatorId === creatorId ? { id, modelId: there.modelId, hash: there.hash } : null;
    }
    const file = await files.of(id);
    if (!file) return null;
    try {
      return await published(instance, creatorId, wanted, file);
    } catch (error) {
      if (isRejection(error) && OTHERS.includes(error.code)) return null;
      throw error;
    }
  };

async function published(
  instance: INestApplicationContext,
  creatorId: string,
  { model, version, modelId }: Wanted,
  { path, bytes }: SampleLoraFile,
) {
  const { name, about: description, tags } = model;
  const { label, notes, weight } = version;
  const draft = await instance.get(ImportFiles, { strict: false }).run(creatorId, {
    form: {
      name,
      description,
      tags,
      label,
      notes,
      license: 'MIT',
      baseModelName: 'Visionary mini',
      recommended: { weight },
    },
    modelId,
    files: [{ path: `${name}.safetensors`, bytes, copyTo: (to) => copyFile(path, to, constants.COPYFILE_FICLONE) }],
  });
  const { hash, modelId: ofModel } = await waitAndPublish(instance, draft);
  await instance.get(HubModelsService, { strict: false }).markAsSample(ofModel);
  return { id: version.id, modelId: ofModel, hash };
}
