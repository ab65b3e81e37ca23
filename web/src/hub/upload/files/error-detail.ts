import { REJECTION_REASONS, type FileRejection, type RejectionReason } from '@visionary/contract';
import type { TextKey, WordOf } from '../../../shared/i18n/index.js';

/** A text and its values. */
export interface ErrorDetailText {
  readonly messageKey: TextKey;
  readonly values: Readonly<Record<string, string | number>>;
}
type Values = Record<string, string | number>;
/** Known values of each error, if the detail has all that the text needs. */
type Rule = readonly [
  code: FileRejection['code'],
  says: WordOf<'upload.fileFaults'>,
  parameterNames: readonly string[],
];

/** The most specific text whose values are all known. */
const RULES: readonly Rule[] = [
  ['MODEL_INCOMPLETE', 'noWeights', ['weights']],
  ['MODEL_SHAPES_MISMATCH', 'shape', ['tensor', 'shape', 'expected', 'beside']],
  ['MODEL_SHAPES_MISMATCH', 'words', ['words', 'expected']],
  ['MODEL_WEIGHTS_NAN_OR_INF', 'tensor', ['tensor']],
  ['MODEL_OPERATOR_NOT_ALLOWED', 'attribute', ['operator', 'node', 'attribute']],
  ['MODEL_OPERATOR_NOT_ALLOWED', 'operator', ['operator', 'node']],
  ['MODEL_OPERATOR_NOT_ALLOWED', 'operatorAlone', ['operator']],
  ['MODEL_TOO_MANY_NODES', 'most', ['most']],
];
/** These codes have complete texts; their details repeat them. */
const WHOLE: readonly FileRejection['code'][] = [
  ...([
    'MODEL_INCOMPLETE',
    'MODEL_PICKLE_NOT_ALLOWED',
    'MODEL_FILE_EMPTY',
    'MODEL_TOO_MANY_FILES',
    'MODEL_OUT_OF_MEMORY',
  ] as const),
  ...(['MODEL_PROBE_CRASHED', 'MODEL_PROBE_TIMEOUT', 'RENDER_NAN'] as const),
];

/**
 * The detail of an error as a translatable text.
 * @returns 'codeText' if the text of the code is enough; undefined if only the checker's English text exists
 */
export function errorDetailText({ code, detail = {} }: FileRejection): ErrorDetailText | 'codeText' | undefined {
  const reasonKey = reasonTextOf(detail);
  if (reasonKey) return reasonKey;
  if (code === 'MODEL_INCOMPLETE' && detail['weights'] === 0) {
    return { messageKey: 'upload.fileFaults.weightsMissing', values: {} };
  }
  const rule = RULES.find(
    ([of, , parameterNames]) => of === code && parameterNames.every((name) => isWord(detail[name])),
  );
  if (rule) {
    const values = Object.fromEntries(rule[2].map((name) => [name, detail[name]])) as Values;
    return { messageKey: `upload.fileFaults.${rule[1]}`, values };
  }
  return WHOLE.includes(code) || typeof detail['reason'] !== 'string' ? 'codeText' : undefined;
}

const isReasonKey = (key: unknown): key is RejectionReason =>
  typeof key === 'string' && Object.hasOwn(REJECTION_REASONS, key);

/** The checker names the text to use. */
function reasonTextOf(detail: NonNullable<FileRejection['detail']>): ErrorDetailText | 'codeText' | undefined {
  const reasonKey = detail['reasonKey'];
  if (!isReasonKey(reasonKey)) return undefined;
  // The text of the code is the same.
  if (reasonKey === 'unsupportedFileType') return 'codeText';
  const parameterNames: readonly string[] = REJECTION_REASONS[reasonKey];
  if (!parameterNames.every((name) => isWord(detail[name]))) return undefined;
  const values = Object.fromEntries(parameterNames.map((name) => [name, detail[name]])) as Values;
  return { messageKey: `upload.reasons.${reasonKey}`, values };
}

const isWord = (value: unknown): boolean => typeof value === 'number' || (typeof value === 'string' && value !== '');
