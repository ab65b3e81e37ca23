import { castTo } from './element-types.js';
import type { InspectedNode } from './nodes.js';

/** Operators that pass constants on unchanged. Following them reveals an oversized constant behind one. */
const PASS_THROUGH_OPERATORS: ReadonlySet<string> = new Set(['Identity', 'Unsqueeze', 'Squeeze', 'Reshape', 'Flatten']);
const MAX_VALUES = 64;

/** Small integer constants by value name, known before execution. */
export class KnownConstants {
  private readonly valuesByName = new Map<string, readonly number[]>();

  of(name: string): readonly number[] | undefined {
    return name === '' ? undefined : this.valuesByName.get(name);
  }

  /** A name may occur in both branches of an If, so an unknown value also replaces a known one. */
  record(name: string, numbers: readonly number[] | undefined): void {
    if (numbers && name !== '' && numbers.length <= MAX_VALUES) this.valuesByName.set(name, numbers);
    else this.valuesByName.delete(name);
  }

  /** Propagates known constants through a node. */
  propagate({ op, inputs, outputs, attributes }: InspectedNode): void {
    const [output = '', ...others] = outputs;
    for (const other of others) this.record(other, undefined);
    if (op === 'Constant') {
      const integers = attributes.find(({ name }) => name === 'value_int' || name === 'value_ints')?.numbers;
      return this.record(output, integers);
    }
    if (op === 'Cast') return this.record(output, this.castOf(inputs[0] ?? '', attributes));
    if (PASS_THROUGH_OPERATORS.has(op)) return this.record(output, this.of(inputs[0] ?? ''));
    const parts = op === 'Concat' ? inputs.map((input) => this.of(input)) : [undefined];
    this.record(output, parts.every((part) => part !== undefined) ? parts.flat() : undefined);
  }

  private castOf(input: string, attributes: InspectedNode['attributes']): readonly number[] | undefined {
    const type = attributes.find(({ name }) => name === 'to')?.numbers[0] ?? 0;
    return this.of(input)?.map((value) => castTo(value, type));
  }
}
