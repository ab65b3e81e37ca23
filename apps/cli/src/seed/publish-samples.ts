import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { PublishSample } from '@visionary/feed';
import { HubModelsService, ImportFiles, Versions } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import { waitAndPublish } from '../models/publish/wait-and-publish.js';
import type { SampleLoraFile, SeedLoraFiles } from './sample-loras.js';

type Sample = Parameters<PublishSample>[1];

/** Conflicts with models of other users. The sample is skipped. */
const CONFLICTS = [
  'HUB_NAME_TAKEN',
  'HUB_NAME_RESERVED',
  'HUB_LABEL_RETIRED',
  'HUB_ALREADY_PUBLISHED',
  'HUB_DUPLICATE_NOT_VISIBLE',
];

/** Publishes the LoRAs of the samples in the hub, with the same checks as an upload. */
export const publishSamples =
  (instance: INestApplicationContext, files: SeedLoraFiles): PublishSample =>
  async (creatorId, sample) => {
    const versions = instance.get(Versions, { strict: false });
    const { id } = sample.version;
    const existing = await versions.byUseId(id);
    if (existing) {
      const model = await versions.modelById(existing.modelId);
      return model?.creatorId === creatorId ? { id, modelId: existing.modelId, hash: existing.hash } : null;
    }
    const file = await files.of(id);
    if (!file) return null;
    try {
      return await publish(instance, creatorId, sample, file);
    } catch (error) {
      if (isRejection(error) && CONFLICTS.includes(error.code)) return null;
      throw error;
    }
  };

async function publish(
  instance: INestApplicationContext,
  creatorId: string,
  { model, version, modelId }: Sample,
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
  const { hash, modelId: hubModelId } = await waitAndPublish(instance, draft);
  await instance.get(HubModelsService, { strict: false }).markAsSample(hubModelId);
  return { id: version.id, modelId: hubModelId, hash };
}
