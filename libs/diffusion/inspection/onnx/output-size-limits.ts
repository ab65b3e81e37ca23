import { InspectionError } from '../result.js';

/** The parts of a node that determine its output size. */
export interface SizedNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  /** The value of its `shape` attribute, if it has one. */
  readonly shape: readonly number[] | undefined;
}

/** Maximum number of values a node may create from constants: 1 GiB of float32. */
const MAX_VALUES = 2 ** 28;
const MAX_SIDE = 2 ** 24;
const MAX_REPEATS = 2 ** 20;
const MAX_SCALE = 64;
const MAX_PAD = 2 ** 16;

const product = (sides: readonly number[]) => sides.reduce((all, side) => all * Math.abs(side), 1);
const largestMagnitude = (numbers: readonly number[]) => Math.max(0, ...numbers.map(Math.abs));

/**
 * Limits operators whose output size is a value in the file. Constant sizes are checked before anything runs; for
 * computed sizes the memory limit of the trial applies.
 * @param constant the known values of an input, undefined if they are computed
 * @throws InspectionError MODEL_TOO_LARGE, MODEL_GRAPH_INVALID
 */
export function requireBoundedOutputs(
  { op, name, inputs, shape }: SizedNode,
  constant: (input: string) => readonly number[] | undefined,
  path: string,
): void {
  const input = (at: number) => constant(inputs[at] ?? '');
  const problem = outputSizeProblem(op, input, shape);
  if (!problem) return;
  const node = name || op;
  throw new InspectionError('MODEL_TOO_LARGE', {
    ...{ path, reasonKey: 'nodeOutputTooLarge', node, operator: op, reason: `${node} ${problem}` },
  });
}

/** @returns what is too large, in English */
function outputSizeProblem(
  op: string,
  input: (at: number) => readonly number[] | undefined,
  shape: readonly number[] | undefined,
): string | undefined {
  const shapeProblem = (numbers: readonly number[] | undefined) =>
    numbers && product(numbers) > MAX_VALUES ? `makes [${numbers.join(', ')}] values` : undefined;
  switch (op) {
    case 'ConstantOfShape':
      return shapeProblem(input(0));
    case 'RandomNormal':
    case 'RandomUniform':
      return shapeProblem(shape);
    case 'Expand':
      return shapeProblem(input(1));
    case 'Reshape':
      return largestMagnitude(input(1) ?? []) > MAX_SIDE * 64 ? 'makes a side longer than any tensor has' : undefined;
    case 'Tile':
      return product(input(1) ?? []) > MAX_REPEATS ? 'repeats what it gets too often' : undefined;
    case 'OneHot':
      return largestMagnitude(input(1) ?? []) > MAX_SIDE ? 'makes a side longer than any tensor has' : undefined;
    case 'Range':
      return rangeProblem(input(0), input(1), input(2));
    case 'Pad':
      return largestMagnitude(input(1) ?? []) > MAX_PAD ? 'pads with too much' : undefined;
    case 'Resize':
      return largestMagnitude(input(2) ?? []) > MAX_SCALE || largestMagnitude(input(3) ?? []) > MAX_PAD
        ? 'enlarges too much'
        : undefined;
    case 'Upsample':
      return largestMagnitude(input(1) ?? []) > MAX_SCALE ? 'enlarges too much' : undefined;
    default:
      return undefined;
  }
}

function rangeProblem(...bounds: readonly (readonly number[] | undefined)[]): string | undefined {
  const [start, limit, delta] = bounds.map((bound) => bound?.[0]);
  if (delta === 0) return 'counts in steps of 0';
  if (start === undefined || limit === undefined || delta === undefined) return undefined;
  return Math.abs((limit - start) / delta) > MAX_SIDE ? 'counts further than any tensor is long' : undefined;
}
