import type { InspectedNode } from './nodes.js';

/** Operators that pass constants on unchanged. Following them reveals an oversized constant behind one. */
const HANDING_ON: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Unsqueeze', 'Squeeze', 'Reshape', 'Flatten']);
const MAX_KEPT = 64;

/** Small integer constants by value name, known before execution. */
export class KnownConstants {
  private readonly known = new Map<string, readonly number[]>();

  of(name: string): readonly number[] | undefined {
    return name === '' ? undefined : this.known.get(name);
  }

  learn(name: string, numbers: readonly number[] | undefined): void {
    if (numbers && name !== '' && numbers.length <= MAX_KEPT) this.known.set(name, numbers);
  }

  /** Propagates known constants through a node. */
  follow({ op, inputs, outputs, attributes }: InspectedNode): void {
    const [output = ''] = outputs;
    if (op === 'Constant') {
      return this.learn(output, attributes.find(({ name }) => name === 'value_int' || name === 'value_ints')?.numbers);
    }
    if (HANDING_ON.has(op)) return this.learn(output, this.of(inputs[0] ?? ''));
    if (op !== 'Concat') return;
    const parts = inputs.map((input) => this.of(input));
    if (parts.every((part) => part !== undefined)) this.learn(output, parts.flat());
  }
}
