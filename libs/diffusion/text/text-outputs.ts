import type { Graph } from '../sessions/graph.js';
import { ModelFolderError } from '../errors.js';
import { findOutput } from '../sessions/graph-io.js';

/** Which hidden layer of an encoder a model reads. */
export type TextLayer = 'last' | 'penultimate';

/** Outputs of all layers as optimum names them: `hidden_states.0` is the embedding, the highest index the last layer. */
const LAYER = /^hidden_states\.(\d+)$/;

/** @throws ModelFolderError DOES_NOT_FIT when the layer is not among the graph's outputs */
export function findTextOutputs(graph: Graph, layer: TextLayer): { states: string; pooled: string | undefined } {
  const pooled = graph.outputNames.find((name) => name === 'text_embeds');
  if (layer === 'last') return { states: findOutput(graph, 'last_hidden_state'), pooled: undefined };
  const layers = graph.outputNames
    .flatMap((name) => LAYER.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const layerIndex = layers[layers.length - 2];
  if (layerIndex !== undefined) return { states: `hidden_states.${layerIndex}`, pooled };
  throw new ModelFolderError(
    'DOES_NOT_FIT',
    graph.file,
    `SDXL reads the last layer but one, and it gives ${graph.outputNames.join(', ')}`,
    'an export with the outputs hidden_states.0, hidden_states.1 and so on, as optimum writes it',
    { reasonKey: 'outputMissing', name: 'hidden_states' },
  );
}
