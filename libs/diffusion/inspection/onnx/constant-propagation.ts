import type { InspectedNode } from './nodes.js';

/** Operators that pass constants on unchanged. Following them reveals an oversized constant behind one. */
const PASS_THROUGH_OPERATORS: ReadonlySet<string> = new Set([
  'Identity',
  'Cast',
  'Unsqueeze',
  'Squeeze',
  'Reshape',
  'Flatten',
]);
const MAX_VALUES = 64;

/** Small integer constants by value name, known before execution. */
export class KnownConstants {
  private readonly valuesByName = new Map<string, readonly number[]>();

  of(name: string): readonly number[] | undefined {
    return name === '' ? undefined : this.valuesByName.get(name);
  }

  record(name: string, numbers: readonly number[] | undefined): void {
    if (numbers && name !== '' && numbers.length <= MAX_VALUES) this.valuesByName.set(name, numbers);
  }

  /** Propagates known constants through a node. */
  propagate({ op, inputs, outputs, attributes }: InspectedNode): void {
    const [output = ''] = outputs;
    if (op === 'Constant') {
      return this.record(output, attributes.find(({ name }) => name === 'value_int' || name === 'value_ints')?.numbers);
    }
    if (PASS_THROUGH_OPERATORS.has(op)) return this.record(output, this.of(inputs[0] ?? ''));
    if (op !== 'Concat') return;
    const parts = inputs.map((input) => this.of(input));
    if (parts.every((part) => part !== undefined)) this.record(output, parts.flat());
  }
}
