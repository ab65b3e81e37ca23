import type { ModelFolder } from '../model-folder/model-folder.js';
import type { Graph, GraphInput } from '../sessions/graph.js';
import { ModelFolderError } from '../errors.js';
import { findInput, requireKnownInputs } from '../sessions/graph-io.js';

/** The inputs of a UNet. The first three always exist, the others depend on the model. */
export interface DenoiserInputs {
  readonly sample: GraphInput;
  readonly timestep: GraphInput;
  readonly text: GraphInput;
  /** SDXL: the pooled text embedding, `[B, width of its second encoder]`. */
  readonly pooled: GraphInput | undefined;
  /** SDXL: sizes, `[B,6]`, and `[B,5]` in its refiner. */
  readonly sizes: GraphInput | undefined;
  /** Models distilled with guidance (LCM): the guidance embedding, `[B,256]`. */
  readonly guidance: GraphInput | undefined;
  /** Channels after the latents: none, or mask and masked image of an inpainting UNet. */
  readonly extraChannels: number;
}

/** SDXL's time_ids: original size, crop corner, and target size. */
const SIZES = 6;

/** @throws ModelFolderError when the graph has unknown inputs, or its latents differ from the VAE's */
export function readDenoiserInputs(graph: Graph, folder: ModelFolder): DenoiserInputs {
  const optional = (name: string): GraphInput | undefined => graph.inputs.find((input) => input.name === name);
  const pooled = optional('text_embeds');
  const sizes = optional('time_ids');
  const guidance = optional('timestep_cond');
  const sample = findInput(graph, 'sample', 4);
  const text = findInput(graph, 'encoder_hidden_states', 3);
  const timestep = findTimestep(graph);
  requireKnownInputs(graph, [sample, timestep, text, pooled, sizes, guidance]);
  if (!folder.isRefiner) rejectRefiner(graph, sizes);
  if (Boolean(pooled) !== Boolean(sizes)) {
    const problem = `it asks for only one of text_embeds and time_ids`;
    const fault = { reasonKey: 'inputMissing', name: pooled ? 'time_ids' : 'text_embeds' } as const;
    throw new ModelFolderError('NOT_SUPPORTED', graph.file, problem, 'an SDXL export, which takes both', fault);
  }
  return { sample, timestep, text, pooled, sizes, guidance, extraChannels: readExtraChannels(graph, sample, folder) };
}

function findTimestep(graph: Graph): GraphInput {
  const input = graph.inputs.find((input) => input.name === 'timestep' || input.name === 't');
  if (input && input.shape.length <= 1) return input;
  const fault = { reasonKey: 'inputMissing', name: 'timestep' } as const;
  throw new ModelFolderError('DOES_NOT_FIT', graph.file, 'it has no input timestep', 'a scalar or [1] timestep', fault);
}

/** The SDXL refiner takes five time_ids, the last one an aesthetic score, and only the second text encoder. */
function rejectRefiner(graph: Graph, sizes: GraphInput | undefined): void {
  const count = sizes?.shape[1] ?? SIZES;
  if (count === SIZES) return;
  const problem = `it takes ${count} time_ids${count === 5 ? ', as the refiner of SDXL does' : ''}`;
  const expected = `the base model of SDXL, which takes ${SIZES}`;
  throw new ModelFolderError('NOT_SUPPORTED', graph.file, problem, expected, { reasonKey: 'refinerUnsupported' });
}

/** Channels beyond the latents, from the graph or, if the graph leaves them dynamic, from the config. */
function readExtraChannels(graph: Graph, sample: GraphInput, folder: ModelFolder): number {
  const latentChannels = folder.vae.latentChannels;
  const inputChannels = sample.shape[1] ?? folder.unetChannels ?? latentChannels;
  const inpaintingChannels = 1 + latentChannels;
  if (inputChannels === latentChannels) return 0;
  if (inputChannels === latentChannels + inpaintingChannels) {
    if (folder.graphs.vaeEncoder !== undefined) return inpaintingChannels;
    const problem = 'there is no such file, and an inpainting UNet reads the encoded image';
    const expected = 'an export with its VAE encoder';
    throw new ModelFolderError('FILE_MISSING', 'vae_encoder/model.onnx', problem, expected, {
      reasonKey: 'fileMissing',
    });
  }
  if (inputChannels === 2 * latentChannels) {
    const problem = `it takes ${inputChannels} channels: a model that edits images by instruction (pix2pix)`;
    const expected = `UNets of ${latentChannels} or ${latentChannels + inpaintingChannels} channels`;
    throw new ModelFolderError('NOT_SUPPORTED', graph.file, problem, expected, { reasonKey: 'pix2pixUnsupported' });
  }
  throw new ModelFolderError(
    'DOES_NOT_FIT',
    graph.file,
    `${sample.name} has ${inputChannels} where the VAE has ${latentChannels}`,
    'parts of one and the same export',
    { reasonKey: 'dimensionMismatch', name: sample.name, length: inputChannels, expected: latentChannels },
  );
}
