import { FileFormatError } from '../../fault.js';
import type { FileBytes } from '../../onnx/file-bytes.js';
import { readText } from '../../onnx/node.js';
import type { Range } from '../../onnx/protobuf.js';
import { InspectionError } from '../result.js';
import { type Attribute, attributeError, readAttribute } from './attributes.js';
import { readStrictFields } from './messages.js';
import { operatorError } from './operators.js';

export interface InspectedNode {
  readonly op: string;
  /** Its name, or its operator if it has none. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly Attribute[];
}

const FIELD = { input: 1, output: 2, name: 3, op: 4, attribute: 5, doc: 6, domain: 7, overload: 8 };
const MAX_CONNECTIONS = 2_000;
const MAX_TEXT_BYTES = 64 * 1024;

/** @throws RangeError; InspectionError MODEL_OPERATOR_NOT_ALLOWED */
export function inspectNode(file: FileBytes, message: Range, path: string): InspectedNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Attribute[] = [];
  const texts = new Map<number, string>();
  for (const { number, content } of readStrictFields(file, message, 'node')) {
    if (number === FIELD.input) inputs.push(readText(file, content));
    else if (number === FIELD.output) outputs.push(readText(file, content));
    else if (number === FIELD.attribute) attributes.push(readAttribute(file, content));
    else if (number !== FIELD.doc && number <= FIELD.overload) texts.set(number, readText(file, content));
    else if (content.end - content.start > MAX_TEXT_BYTES) {
      throw new FileFormatError('a string of a node is too long', { reasonKey: 'stringTooLong' });
    }
    if (inputs.length + outputs.length + attributes.length > MAX_CONNECTIONS) {
      const problem = 'a node has too many inputs, outputs or attributes';
      throw new FileFormatError(problem, { reasonKey: 'tooMany', name: 'NodeProto', most: MAX_CONNECTIONS });
    }
  }
  const op = texts.get(FIELD.op) ?? '';
  const name = texts.get(FIELD.name) || op;
  requireAllowedOperator(
    op,
    { domain: texts.get(FIELD.domain) ?? '', overload: texts.get(FIELD.overload) ?? '', name },
    path,
  );
  requireValidAttributes(op, name, attributes, path);
  return { op, name, inputs, outputs, attributes };
}

function requireAllowedOperator(
  op: string,
  { domain, overload, name }: Readonly<Record<'domain' | 'overload' | 'name', string>>,
  path: string,
): void {
  const problem = overload === '' ? operatorError(domain, op) : 'it calls a function of the file';
  if (problem === undefined) return;
  const operator = domain === '' ? op : `${domain}:${op}`;
  throw new InspectionError('MODEL_OPERATOR_NOT_ALLOWED', {
    path,
    operator,
    node: name,
    reason: `${operator}: ${problem}`,
  });
}

function requireValidAttributes(op: string, name: string, attributes: readonly Attribute[], path: string): void {
  const seen = new Set<string>();
  for (const attribute of attributes) {
    if (seen.has(attribute.name)) {
      const fault = { reasonKey: 'duplicateName', name: `${name}: ${attribute.name}` } as const;
      throw new FileFormatError(`${name} has its ${attribute.name} twice`, fault);
    }
    seen.add(attribute.name);
    if (attribute.graph && op !== 'If') {
      throw new FileFormatError(`${name} has a graph inside, which only If may`, {
        reasonKey: 'unexpectedSubgraph',
        node: name,
      });
    }
    const problem = attributeError(attribute);
    if (problem === undefined) continue;
    throw new InspectionError('MODEL_OPERATOR_NOT_ALLOWED', {
      path,
      operator: op,
      node: name,
      attribute: attribute.name,
      reason: `${name}: ${problem}`,
    });
  }
}
