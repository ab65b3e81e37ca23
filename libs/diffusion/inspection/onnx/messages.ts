import { FileFormatError } from '../../fault.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import { type Field, fieldsOf, type Range, WIRE } from '../../onnx/protobuf.js';

/** Allowed wire types of a field, and whether it may repeat. */
interface Rule {
  readonly wires: readonly number[];
  readonly many: boolean;
}
type Rules = ReadonlyMap<number, Rule>;

const ONE_WIRE: Readonly<Record<string, number>> = { bytes: WIRE.bytes, whole: WIRE.varint, float: WIRE.fixed32 };

/** Rules by field number. Fields of the `many` kinds may repeat, and repeated numbers may also be packed. */
function rules(fields: Readonly<Record<string, readonly number[]>>): Rules {
  const all = Object.entries(fields).flatMap(([kind, numbers]) =>
    numbers.map((number) => [number, ruleOf(kind)] as const),
  );
  return new Map(all);
}

function ruleOf(kind: string): Rule {
  const many = kind.startsWith('many ');
  const wire = ONE_WIRE[kind.replace('many ', '')] ?? WIRE.fixed64;
  return { many, wires: many && wire !== WIRE.bytes ? [wire, WIRE.bytes] : [wire] };
}

/** The subset of onnx.proto that inference models use. Fields outside it, such as training info, are rejected. */
const MESSAGES = {
  model: rules({ bytes: [2, 3, 4, 6, 7], whole: [1, 5], 'many bytes': [8, 14] }),
  opset: rules({ bytes: [1], whole: [2] }),
  graph: rules({ bytes: [2, 10], 'many bytes': [1, 5, 11, 12, 13, 14, 16] }),
  node: rules({ bytes: [3, 4, 6, 7, 8], 'many bytes': [1, 2, 5, 9] }),
  attribute: rules({
    ...{ bytes: [1, 4, 5, 6, 13], whole: [3, 20], float: [2] },
    ...{ 'many bytes': [9], 'many whole': [8], 'many float': [7] },
  }),
  tensor: rules({
    ...{ bytes: [8, 9, 12], whole: [2, 14], 'many bytes': [13, 16] },
    ...{ 'many whole': [1, 5, 7, 11], 'many float': [4], 'many double': [10] },
  }),
  value: rules({ bytes: [1, 2, 3], 'many bytes': [4] }),
  type: rules({ bytes: [1, 6] }),
  tensorType: rules({ bytes: [2], whole: [1] }),
  shape: rules({ 'many bytes': [1] }),
  side: rules({ bytes: [2, 3], whole: [1] }),
} as const;

type MessageName = keyof typeof MESSAGES;

/**
 * Iterates over the fields of a message and rejects unknown fields, wrong wire types, and duplicates of singular
 * fields. Parsers differ in which duplicate they use, and the checked value must be the one that runs.
 * @throws RangeError
 */
export function* readStrictFields(file: FileBytes, message: Range, name: MessageName): Generator<Field> {
  const known: Rules = MESSAGES[name];
  const seen = new Set<number>();
  for (const field of fieldsOf(file, message)) {
    const rule = known.get(field.number);
    if (!rule) {
      const problem = `a ${name} has a field ${field.number}, which no model for rendering needs`;
      throw new FileFormatError(problem, { reasonKey: 'unsupportedField', part: name, field: field.number });
    }
    if (!rule.wires.includes(field.wireType)) {
      const problem = `a ${name} has its field ${field.number} in a wrong form`;
      throw new FileFormatError(problem, { reasonKey: 'corrupt', at: field.whole.start });
    }
    if (!rule.many && seen.has(field.number)) {
      const problem = `a ${name} has its field ${field.number} twice`;
      throw new FileFormatError(problem, { reasonKey: 'duplicateName', name: `${name} ${field.number}` });
    }
    seen.add(field.number);
    yield field;
  }
}

/** Decodes a varint as a signed integer. Exact up to 2^53. */
export function signed(file: FileBytes, { start, end }: Range): number {
  let value = 0n;
  let shift = 0n;
  for (let at = start; at < end && shift < 70n; at++, shift += 7n) value |= BigInt(file.byteAt(at) & 0x7f) << shift;
  return Number(BigInt.asIntN(64, value));
}

/** Signed integers, one per field or packed. Reads at most `most`. */
export function signedNumbers(file: FileBytes, field: Field, most: number): number[] {
  if (field.wireType === WIRE.varint) return [signed(file, field.content)];
  const all: number[] = [];
  for (let at = field.content.start; at < field.content.end && all.length < most;) {
    let end = at;
    while (end < field.content.end && file.byteAt(end) >= 0x80) end++;
    all.push(signed(file, { start: at, end: end + 1 }));
    at = end + 1;
  }
  return all;
}
