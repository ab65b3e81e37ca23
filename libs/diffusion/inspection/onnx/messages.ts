import { FileFormatError } from '../../fault.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import { type Field, fieldsOf, type Range, WIRE } from '../../onnx/protobuf.js';

/** Allowed wire types of a field, and whether it may repeat. */
interface Rule {
  readonly wireTypes: readonly number[];
  readonly isRepeated: boolean;
}
type Rules = ReadonlyMap<number, Rule>;

const ONE_WIRE: Readonly<Record<string, number>> = { bytes: WIRE.bytes, integer: WIRE.varint, float: WIRE.fixed32 };

/** Rules by field number. Fields of the `repeated` kinds may repeat, and repeated numbers may also be packed. */
function rules(fields: Readonly<Record<string, readonly number[]>>): Rules {
  const entries = Object.entries(fields).flatMap(([kind, numbers]) =>
    numbers.map((number) => [number, ruleOf(kind)] as const),
  );
  return new Map(entries);
}

function ruleOf(kind: string): Rule {
  const isRepeated = kind.startsWith('repeated ');
  const wire = ONE_WIRE[kind.replace('repeated ', '')] ?? WIRE.fixed64;
  return { isRepeated, wireTypes: isRepeated && wire !== WIRE.bytes ? [wire, WIRE.bytes] : [wire] };
}

/** The subset of onnx.proto that inference models use. Fields outside it, such as training info, are rejected. */
const MESSAGES = {
  model: rules({ bytes: [2, 3, 4, 6, 7], integer: [1, 5], 'repeated bytes': [8, 14] }),
  opset: rules({ bytes: [1], integer: [2] }),
  graph: rules({ bytes: [2, 10], 'repeated bytes': [1, 5, 11, 12, 13, 14, 16] }),
  node: rules({ bytes: [3, 4, 6, 7, 8], 'repeated bytes': [1, 2, 5, 9] }),
  attribute: rules({
    ...{ bytes: [1, 4, 5, 6, 13], integer: [3, 20], float: [2] },
    ...{ 'repeated bytes': [9], 'repeated integer': [8], 'repeated float': [7] },
  }),
  tensor: rules({
    ...{ bytes: [8, 9, 12], integer: [2, 14], 'repeated bytes': [13, 16] },
    ...{ 'repeated integer': [1, 5, 7, 11], 'repeated float': [4], 'repeated double': [10] },
  }),
  value: rules({ bytes: [1, 2, 3], 'repeated bytes': [4] }),
  type: rules({ bytes: [1, 6] }),
  tensorType: rules({ bytes: [2], integer: [1] }),
  shape: rules({ 'repeated bytes': [1] }),
  side: rules({ bytes: [2, 3], integer: [1] }),
} as const;

type MessageName = keyof typeof MESSAGES;

/**
 * Iterates over the fields of a message and rejects unknown fields, wrong wire types, and duplicates of singular
 * fields. Parsers differ in which duplicate they use, and the checked value must be the one that runs.
 * @throws RangeError
 */
export function* readStrictFields(file: FileBytes, message: Range, name: MessageName): Generator<Field> {
  const rulesByField: Rules = MESSAGES[name];
  const seen = new Set<number>();
  for (const field of fieldsOf(file, message)) {
    const rule = rulesByField.get(field.number);
    if (!rule) {
      const problem = `a ${name} has a field ${field.number}, which no model for rendering needs`;
      throw new FileFormatError(problem, { reasonKey: 'unsupportedField', part: name, field: field.number });
    }
    if (!rule.wireTypes.includes(field.wireType)) {
      const problem = `a ${name} has its field ${field.number} in a wrong form`;
      throw new FileFormatError(problem, { reasonKey: 'corrupt', at: field.range.start });
    }
    if (!rule.isRepeated && seen.has(field.number)) {
      const problem = `a ${name} has its field ${field.number} twice`;
      throw new FileFormatError(problem, { reasonKey: 'duplicateName', name: `${name} ${field.number}` });
    }
    seen.add(field.number);
    yield field;
  }
}

/** Decodes a varint as a signed integer. Exact up to 2^53. */
export function readSigned(file: FileBytes, { start, end }: Range): number {
  let value = 0n;
  let shift = 0n;
  for (let offset = start; offset < end && shift < 70n; offset++, shift += 7n) {
    value |= BigInt(file.byteAt(offset) & 0x7f) << shift;
  }
  return Number(BigInt.asIntN(64, value));
}

/** Signed integers, one per field or packed. Reads at most `most`. */
export function readSignedNumbers(file: FileBytes, field: Field, max: number): number[] {
  if (field.wireType === WIRE.varint) return [readSigned(file, field.content)];
  const numbers: number[] = [];
  for (let offset = field.content.start; offset < field.content.end && numbers.length < max;) {
    let end = offset;
    while (end < field.content.end && file.byteAt(end) >= 0x80) end++;
    numbers.push(readSigned(file, { start: offset, end: end + 1 }));
    offset = end + 1;
  }
  return numbers;
}
