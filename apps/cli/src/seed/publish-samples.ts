import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { PublishSample } from '@visionary/feed';
import { BringFiles, MarkSample, Versions } from '@visionary/hub';
import { isRejection } from '@visionary/kernel';
import { becomeVersion } from '../models/publish/become-version.js';
import type { SampleLoraFile, SampleLoraFiles } from './sample-loras.js';

type Wanted = Parameters<PublishSample>[1];

/** Names and words that are somebody else's here: that sample is left out, as nothing of anybody's is changed for it. */
const OTHERS = [
  'HUB_NAME_TAKEN',
  'HUB_NAME_OF_SERVER',
  'HUB_LABEL_REMOVED',
  'HUB_ALREADY_PUBLISHED',
  'HUB_ALREADY_HERE',
];

/** Publishes the samples' LoRAs in the hub, by the checks of an upload. */
export const publishSamples =
  (instance: INestApplicationContext, files: SampleLoraFiles): PublishSample =>
  async (makerId, wanted) => {
    const versions = instance.get(Versions, { strict: false });
    const { id } = wanted.version;
    const there = await versions.byUseId(id);
    if (there) {
      const model = await versions.modelById(there.modelId);
      return model?.makerId === makerId ? { id, modelId: there.modelId, hash: there.hash } : null;
    }
    const file = await files.of(id);
    if (!file) return null;
    try {
      return await published(instance, makerId, wanted, file);
    } catch (error) {
      if (isRejection(error) && OTHERS.includes(error.code)) return null;
      throw error;
    }
  };

async function published(
  instance: INestApplicationContext,
  makerId: string,
  { model, version, modelId }: Wanted,
  { path, bytes }: SampleLoraFile,
) {
  const { name, about, tags } = model;
  const { label, notes, weight } = version;
  const draft = await instance.get(BringFiles, { strict: false }).run(makerId, {
    form: { name, about, tags, label, notes, licence: 'MIT', baseName: 'Visionary mini', recommended: { weight } },
    modelId,
    files: [{ path: `${name}.safetensors`, bytes, copyTo: (to) => copyFile(path, to, constants.COPYFILE_FICLONE) }],
  });
  const { hash, modelId: ofModel } = await becomeVersion(instance, draft);
  await instance.get(MarkSample, { strict: false }).run(ofModel);
  return { id: version.id, modelId: ofModel, hash };
}
