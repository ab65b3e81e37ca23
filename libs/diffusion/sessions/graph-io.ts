import type { Graph, GraphInput } from './graph.js';
import { ModelFolderError } from '../errors.js';

/**
 * Finds an input by its usual name, otherwise the only remaining one of that rank.
 * @throws ModelFolderError DOES_NOT_FIT
 */
export function findInput(
  graph: Graph,
  name: string,
  rank: number,
  others: readonly (GraphInput | undefined)[] = [],
): GraphInput {
  const exact = graph.inputs.find((input) => input.name === name);
  const candidates = graph.inputs.filter((input) => input.shape.length === rank && !others.includes(input));
  const input = exact ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (input && input.shape.length === rank) return input;
  throw new ModelFolderError(
    'DOES_NOT_FIT',
    graph.file,
    `it has no input ${name} of rank ${rank} (it takes ${describeInputs(graph.inputs)})`,
    `an input ${name}`,
    { reasonKey: 'inputMissing', name },
  );
}

/** Finds an output by its usual name, otherwise the first. */
export function findOutput(graph: Graph, name: string): string {
  return graph.outputNames.find((output) => output === name) ?? graph.outputNames[0]!;
}

/** @throws ModelFolderError NOT_SUPPORTED when the graph has inputs other than `known` */
export function requireKnownInputs(graph: Graph, knownInputs: readonly (GraphInput | undefined)[]): void {
  const others = graph.inputs.filter((input) => !knownInputs.includes(input));
  if (others.length === 0) return;
  throw new ModelFolderError(
    'NOT_SUPPORTED',
    graph.file,
    `it also asks for ${describeInputs(others)}`,
    `a graph that takes ${describeInputs(knownInputs.filter((input) => input !== undefined))} only`,
    { reasonKey: 'unexpectedInputs', names: describeInputs(others) },
  );
}

/** @throws ModelFolderError DOES_NOT_FIT when the graph fixes this dimension to another length */
export function requireSide(graph: Graph, input: GraphInput, axis: number, length: number, source: string): void {
  const side = input.shape[axis];
  if (side === undefined || side === length) return;
  throw new ModelFolderError(
    'DOES_NOT_FIT',
    graph.file,
    `${input.name} has ${side} where ${source} has ${length}`,
    'parts of one and the same export',
    { reasonKey: 'dimensionMismatch', name: input.name, length: side, expected: length },
  );
}

function describeInputs(inputs: readonly GraphInput[]): string {
  return inputs
    .map((input) => `${input.name} ${input.type}[${input.shape.map((side) => side ?? '?').join(',')}]`)
    .join(', ');
}
