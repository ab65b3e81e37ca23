import type { InspectedNode } from './nodes.js';

/** Whether the elements of a value are whole numbers. Undefined if nothing before it says so. */
type IsInteger = boolean | undefined;

/** Bits of the integer types by their ONNX numbers, negative for signed ones. */
const INTEGER_BITS: ReadonlyMap<number, number> = new Map([
  ...([
    [2, 8],
    [3, -8],
    [4, 16],
    [5, -16],
    [6, -32],
  ] as const),
  ...([
    [7, -64],
    [12, 32],
    [13, 64],
    [21, 4],
    [22, -4],
  ] as const),
]);
const INT64 = 7;

export const isIntegerType = (elementType: number): boolean => INTEGER_BITS.has(elementType);
export const isIntegerDtype = (dtype: string): boolean => /^[IU]\d/.test(dtype);

/** A number as the runtime stores it in an element of a type: integers are cut off and wrap around. Floats stay. */
export function castTo(value: number, elementType: number): number {
  const bits = INTEGER_BITS.get(elementType);
  const truncated = Math.trunc(value);
  // The last bits of numbers that JavaScript rounds are unknown.
  if (bits === undefined || !Number.isSafeInteger(truncated)) return value;
  const whole = BigInt(truncated);
  return Number(bits < 0 ? BigInt.asIntN(-bits, whole) : BigInt.asUintN(bits, whole));
}

const operators = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Operators whose outputs are integers whatever their inputs are. */
const INTEGER_OUTPUTS = operators(`
  ArgMax ArgMin ConvInteger MatMulInteger NonZero QLinearAdd QLinearAveragePool QLinearConcat QLinearConv
  QLinearGlobalAveragePool QLinearLeakyRelu QLinearMatMul QLinearMul QLinearSigmoid QLinearSoftmax QLinearWhere
  QuantizeLinear Shape Size
`);
/** Operators whose outputs are floats or booleans whatever their inputs are. */
const OTHER_OUTPUTS = operators(`
  And DequantizeLinear DynamicQuantizeMatMul Equal Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual
  MatMulBnb4 MatMulIntegerToFloat MatMulNBits Not Or QAttention RandomNormal RandomNormalLike RandomUniform
  RandomUniformLike Xor
`);
/** Operators that choose elements of their inputs, so that sizes stay sizes. */
const SELECTING = operators('Concat Flatten Gather Identity Reshape Slice Squeeze Unsqueeze');

/**
 * Which values of a graph are integers, by the types of the ONNX specification, and which of those are sizes of tensors and so
 * never negative. A node whose inputs come later in the file makes values of unknown type.
 */
export class ElementTypes {
  private readonly types = new Map<string, IsInteger>();
  private readonly sizes = new Set<string>();

  isInteger(name: string): IsInteger {
    return this.types.get(name);
  }

  /** Whether its values are sizes of tensors. */
  isSize(name: string): boolean {
    return this.sizes.has(name);
  }

  /** A name may occur in both branches of an If. */
  record(name: string, isInteger: IsInteger): void {
    this.types.set(name, isInteger);
    this.sizes.delete(name);
  }

  /**
   * @param tensorIsInteger of the node's `value`, if it has one
   * @param branches names of the outputs of its subgraphs
   */
  propagate(node: InspectedNode, tensorIsInteger: IsInteger, branches: readonly (readonly string[])[]): void {
    const { op, inputs, outputs } = node;
    outputs.forEach((output, at) => this.record(output, this.outputType(node, at, tensorIsInteger, branches)));
    const isSelection =
      SELECTING.has(op) && (op === 'Concat' ? inputs : inputs.slice(0, 1)).every((one) => this.isSize(one));
    if (op === 'Shape' || op === 'Size' || isSelection) for (const output of outputs) this.sizes.add(output);
  }

  private outputType(
    { op, inputs, attributes }: InspectedNode,
    at: number,
    tensorIsInteger: IsInteger,
    branches: readonly (readonly string[])[],
  ): IsInteger {
    const typeAttribute = (name: string) => attributes.find((one) => one.name === name)?.numbers[0];
    const input = (index: number) => this.isInteger(inputs[index] ?? '');
    if (OTHER_OUTPUTS.has(op)) return false;
    if (INTEGER_OUTPUTS.has(op)) return true;
    switch (op) {
      case 'Cast':
        return isIntegerType(typeAttribute('to') ?? INT64);
      case 'CastLike':
      case 'Where':
        return input(1);
      case 'OneHot':
        return input(2);
      case 'Constant':
        return tensorIsInteger ?? attributes.some(({ name }) => name === 'value_int' || name === 'value_ints');
      case 'ConstantOfShape':
        return tensorIsInteger ?? false;
      case 'EyeLike': {
        const type = typeAttribute('dtype');
        return type === undefined ? input(0) : isIntegerType(type);
      }
      case 'DynamicQuantizeLinear':
        return at !== 1;
      case 'QGemm':
        // Without the zero point of its output it makes floats.
        return (inputs[8] ?? '') !== '';
      case 'MaxPool':
      case 'NhwcMaxPool':
      case 'TopK':
        return at === 1 ? true : input(0);
      case 'Dropout':
        return at === 1 ? false : input(0);
      case 'If':
        return branches.some((names) => this.isInteger(names[at] ?? '') !== false);
      default:
        return input(0);
    }
  }
}
