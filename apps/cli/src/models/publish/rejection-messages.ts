import type { Draft } from '@visionary/hub';
import type { RejectionDetail } from '@visionary/kernel';
import { ERROR_MESSAGES } from './error-messages.js';

interface RejectedFile {
  readonly path: string;
  readonly rejection: { readonly code: string; readonly detail?: RejectionDetail } | null;
}

/** Lists, such as blocked terms, are shown as they were typed. */
const textOf = (value: RejectionDetail[string]): string =>
  typeof value === 'object' ? value.map(({ typed }) => String(typed)).join(', ') : String(value);

const messageOf = (code: string): string => (ERROR_MESSAGES as Readonly<Record<string, string>>)[code] ?? code;

/** The message of a code with its details. A reason already contains the figures, so they are not repeated. */
export const formatRejection = (code: string, detail: RejectionDetail = {}): string => {
  const { path, field, reason, reasonKey: _forTheClient, ...figures } = detail;
  const subject = path ?? field;
  const details = Object.entries(figures).map(([what, value]) => `; ${what}: ${textOf(value)}`);
  const suffix = reason === undefined ? details.join('') : `: ${textOf(reason)}`;
  return `${subject === undefined || subject === '' ? '' : `${textOf(subject)}: `}${messageOf(code)}${suffix} (${code}).`;
};

/** One line per rejected file. */
export const formatRejections = (draft: Pick<Draft, 'rejection'> | null, files: readonly RejectedFile[]): string => {
  const lines = files.flatMap(({ path, rejection }) =>
    rejection ? [formatRejection(rejection.code, { path, ...rejection.detail })] : [],
  );
  if (draft?.rejection) lines.push(formatRejection(draft.rejection.code, draft.rejection.detail));
  return ['It can’t be published:', ...lines].join('\n');
};
