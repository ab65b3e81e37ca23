import type { SafetensorsHeader } from '../../safetensors/header.js';
import { networksOf } from '../../checkpoint/checkpoint.js';
import { readModelFolder } from '../../model-folder/read-model-folder.js';
import { textParts } from '../../model-folder/context-length.js';
import { readTrainingMetadata } from '../safetensors/training-metadata.js';
import type { FileMetadata, ModelFileMetadata } from '../result.js';
import { nativeSide } from './native-side.js';

/** What a checkpoint recommends where its creator says nothing. */
const SCHEDULER = 'EulerDiscreteScheduler';

/** A .safetensors file. */
export interface InspectedWeights {
  /** In the folder. */
  readonly path: string;
  readonly header: SafetensorsHeader;
  readonly facts: Omit<FileMetadata, 'format'>;
}

/** Whether one of the files has a UNet, so that they are a model without graphs. */
export function isCheckpoint(weights: readonly InspectedWeights[]): boolean {
  return weights.some(({ path, header }) => networksOf({ ...header, name: path }).unet !== undefined);
}

/**
 * Inspects a checkpoint and the VAE beside it: every network has all tensors, in shapes that go together.
 * @param weights all .safetensors files, whose values are finite
 * @throws ModelFolderError
 */
export async function inspectCheckpoint(dir: string, weights: readonly InspectedWeights[]): Promise<ModelFileMetadata> {
  const folder = await readModelFolder(dir);
  const { unet, vaeDecoder, vaeEncoder, previewDecoder } = folder.graphs;
  const graphs = [...textParts(folder).map(({ graph }) => graph), unet, vaeDecoder, vaeEncoder];
  // Building checks the shapes.
  for (const graph of graphs) graph?.open().close();
  const side = nativeSide(folder);
  const sum = (key: 'tensors' | 'parameters') => weights.reduce((total, { facts }) => total + facts[key], 0);
  return {
    kind: 'model',
    base: folder.family,
    tensors: sum('tensors'),
    parameters: sum('parameters'),
    dtypes: [...new Set(weights.flatMap(({ facts }) => facts.dtypes))].sort(),
    ...(side === undefined ? {} : { width: side, height: side }),
    scheduler: SCHEDULER,
    supportsImg2img: vaeEncoder !== undefined,
    hasPreviewDecoder: previewDecoder !== undefined,
    triggerWords: [],
    metadata: Object.assign({}, ...weights.map(({ header }) => readTrainingMetadata(header.metadata))),
  };
}
