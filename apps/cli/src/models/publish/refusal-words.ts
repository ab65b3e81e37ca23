import type { Draft } from '@visionary/hub';

type Detail = Readonly<Record<string, string | number | boolean>>;
interface Refused {
  readonly path: string;
  readonly refusal: { readonly code: string; readonly detail?: Detail } | null;
}

/** What of the codes is not plain by itself. */
const SENTENCES: Readonly<Record<string, string>> = {
  HUB_DRAFT_INCOMPLETE: 'Something is missing that a model must say',
  HUB_NAME_TAKEN: 'Another model has this name, or one that looks like it: say --name',
  HUB_ALREADY_PUBLISHED: 'These very files are published already',
  HUB_QUOTA_FULL: 'This is more than its maker may keep here',
  HUB_TOO_MANY_DRAFTS: 'Its maker has as many drafts as one can have',
  HUB_DISK_FULL: 'There is no more room on the disk',
};

/** A code with what is known about it. */
export const rejectionWords = (code: string, detail: Detail = {}): string => {
  const { path, reason, ...facts } = detail;
  const said = [
    SENTENCES[code] ?? code,
    ...(reason === undefined ? [] : [String(reason)]),
    ...Object.entries(facts).map(([what, value]) => `${what}: ${value}`),
  ];
  return `${path === undefined ? '' : `${path}: `}${said.join('; ')} (${code}).`;
};

/** What is wrong with which file, one line each. */
export const refusalsOf = (draft: Pick<Draft, 'refusal'> | null, files: readonly Refused[]): string => {
  const lines = files.flatMap(({ path, refusal }) =>
    refusal ? [rejectionWords(refusal.code, { path, ...refusal.detail })] : [],
  );
  if (draft?.refusal) lines.push(rejectionWords(draft.refusal.code, draft.refusal.detail));
  return ['It cannot be published:', ...lines].join('\n');
};
