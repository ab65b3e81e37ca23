import type { Draft } from '@visionary/hub';
import type { RejectionDetail } from '@visionary/kernel';

interface Refused {
  readonly path: string;
  readonly refusal: { readonly code: string; readonly detail?: RejectionDetail } | null;
}

/** What of the codes is not plain by itself. */
const SENTENCES: Readonly<Record<string, string>> = {
  HUB_DRAFT_INCOMPLETE: 'Something is missing that a model must say',
  HUB_NAME_TAKEN: 'Another model has this name, or one that looks like it: say --name',
  HUB_ALREADY_PUBLISHED: 'These very files are published already',
  HUB_QUOTA_FULL: 'This is more than its maker may keep here',
  HUB_TOO_MANY_DRAFTS: 'Its maker has as many drafts as one can have',
  SAFETY_WORDS: 'Words in it are not allowed here',
  HUB_DISK_FULL: 'There is no more room on the disk',
};

/** Of a list, such as of listed words, each as it was typed. */
const said = (value: RejectionDetail[string]): string =>
  typeof value === 'object' ? value.map(({ typed }) => String(typed)).join(', ') : String(value);

/** A code with what is known about it. */
export const rejectionWords = (code: string, detail: RejectionDetail = {}): string => {
  const { path, reason, ...facts } = detail;
  const words = [
    SENTENCES[code] ?? code,
    ...(reason === undefined ? [] : [said(reason)]),
    ...Object.entries(facts).map(([what, value]) => `${what}: ${said(value)}`),
  ];
  return `${path === undefined ? '' : `${said(path)}: `}${words.join('; ')} (${code}).`;
};

/** What is wrong with which file, one line each. */
export const refusalsOf = (draft: Pick<Draft, 'refusal'> | null, files: readonly Refused[]): string => {
  const lines = files.flatMap(({ path, refusal }) =>
    refusal ? [rejectionWords(refusal.code, { path, ...refusal.detail })] : [],
  );
  if (draft?.refusal) lines.push(rejectionWords(draft.refusal.code, draft.refusal.detail));
  return ['It cannot be published:', ...lines].join('\n');
};
