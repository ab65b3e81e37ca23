import { InspectionError } from '../result.js';
import type { KnownConstants } from './constant-propagation.js';
import type { ElementTypes } from './element-types.js';
import type { InspectedNode } from './nodes.js';

/** The smallest integer that the runtime divides natively; dividing it, or a smaller one, by -1 ends the process with SIGFPE. */
const MIN_INT32 = -(2 ** 31);

/**
 * Rejects divisions of integers that could end the process of the runtime: by -1 the smallest integer has no quotient, and the
 * processor raises an exception. By 0 the runtime only fails. Exports divide by a constant, or sizes of tensors by each other.
 * @throws InspectionError MODEL_OPERATOR_NOT_ALLOWED
 */
export function requireSafeDivision(
  { op, name, inputs }: InspectedNode,
  types: ElementTypes,
  constants: KnownConstants,
  path: string,
): void {
  if (op !== 'Div' && op !== 'Mod') return;
  const [dividend = '', divisor = ''] = inputs;
  if (types.isInteger(dividend) === false || types.isInteger(divisor) === false) return;
  const problem = divisionProblem(dividend, divisor, types, constants);
  if (problem === undefined) return;
  throw new InspectionError('MODEL_OPERATOR_NOT_ALLOWED', {
    ...{
      path,
      reasonKey: 'unsafeDivision',
      operator: op,
      node: name,
      reason: `${name} divides integers by ${problem}`,
    },
  });
}

/** @returns by what, in English */
function divisionProblem(
  dividend: string,
  divisor: string,
  types: ElementTypes,
  constants: KnownConstants,
): string | undefined {
  const divisors = constants.of(divisor);
  // Numbers that JavaScript rounds could be anything in the last bits.
  const unsafe = divisors?.find((value) => value === 0 || value === -1 || !Number.isSafeInteger(value));
  if (unsafe !== undefined) return String(unsafe);
  const dividends = constants.of(dividend);
  const isSafe =
    divisors ??
    (types.isSize(divisor) ||
      types.isSize(dividend) ||
      dividends?.every((one) => Number.isSafeInteger(one) && one > MIN_INT32));
  return isSafe ? undefined : 'a value that it computes, which could be 0 or -1';
}
