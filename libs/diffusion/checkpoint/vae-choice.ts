import { basename, dirname, join } from 'node:path';
import type { ModelFolder } from '../model-folder/model-folder.js';
import { ModelFolderError } from '../errors.js';
import { builtGraph } from '../onnx/graph-source.js';
import { asModelFolderError, readHeader } from './checkpoint-files.js';
import { findVae } from './networks.js';
import { buildVaeDecoder, buildVaeEncoder, latentChannels } from './vae-graph.js';

/**
 * A model with the VAE of another file. What latents are scaled by stays that of the model, because the UNet was trained
 * with it.
 * @param path of a .safetensors file
 * @throws ModelFolderError when it is no VAE, or one for latents of another shape
 */
export function withVae(folder: ModelFolder, path: string): ModelFolder {
  const [dir, name] = [dirname(path), basename(path)];
  const header = readHeader(dir, name);
  const vae = findVae({ location: name, tensors: header.tensors });
  if (!vae) {
    throw new ModelFolderError('NOT_SUPPORTED', name, 'it is no VAE', 'a VAE of Stable Diffusion', {
      ...{ reasonKey: 'undefinedTensor', name: 'decoder.conv_in.weight' },
    });
  }
  const expected = folder.vae.latentChannels;
  const channels = latentChannels(vae);
  if (channels !== expected) {
    const problem = `it decodes latents of ${channels} channels, and the model's have ${expected}`;
    throw new ModelFolderError('DOES_NOT_FIT', name, problem, 'a VAE of the same family', {
      ...{ reasonKey: 'dimensionMismatch', name, length: channels, expected },
    });
  }
  const graph = (part: string, build: () => Buffer) =>
    builtGraph(join(path, part, 'model.onnx'), dir, () => {
      try {
        return build();
      } catch (error) {
        throw asModelFolderError(name, error);
      }
    });
  return {
    ...folder,
    graphs: {
      ...folder.graphs,
      vaeDecoder: graph('vae_decoder', () => buildVaeDecoder(vae)),
      // One without an encoder only decodes.
      ...(vae.hasBelow('encoder') && { vaeEncoder: graph('vae_encoder', () => buildVaeEncoder(vae)) }),
    },
  };
}
