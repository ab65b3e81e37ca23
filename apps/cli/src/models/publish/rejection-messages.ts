import type { Draft } from '@visionary/hub';
import type { RejectionDetail } from '@visionary/kernel';
import { ERROR_MESSAGES } from './error-messages.js';

interface Refused {
  readonly path: string;
  readonly refusal: { readonly code: string; readonly detail?: RejectionDetail } | null;
}

/** Of a list, such as of listed words, each as it was typed. */
const said = (value: RejectionDetail[string]): string =>
  typeof value === 'object' ? value.map(({ typed }) => String(typed)).join(', ') : String(value);

const sentenceOf = (code: string): string => (ERROR_MESSAGES as Readonly<Record<string, string>>)[code] ?? code;

/** A code with what is known about it. Where a reason says it, the figures in it are not said again. */
export const formatRejection = (code: string, detail: RejectionDetail = {}): string => {
  const { path, field, reason, reasonKey: _forTheClient, ...facts } = detail;
  const at = path ?? field;
  const more = Object.entries(facts).map(([what, value]) => `; ${what}: ${said(value)}`);
  const why = reason === undefined ? more.join('') : `: ${said(reason)}`;
  return `${at === undefined || at === '' ? '' : `${said(at)}: `}${sentenceOf(code)}${why} (${code}).`;
};

/** What is wrong with which file, one line each. */
export const refusalsOf = (draft: Pick<Draft, 'refusal'> | null, files: readonly Refused[]): string => {
  const lines = files.flatMap(({ path, refusal }) =>
    refusal ? [formatRejection(refusal.code, { path, ...refusal.detail })] : [],
  );
  if (draft?.refusal) lines.push(formatRejection(draft.refusal.code, draft.refusal.detail));
  return ['It can’t be published:', ...lines].join('\n');
};
