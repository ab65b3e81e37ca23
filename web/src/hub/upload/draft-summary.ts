import type { DraftView, FileRejection } from '@visionary/contract';

/** What it is called: as its creator says, else as its files do, also those that were not taken. */
export const draftName = ({ model, form, suggestedForm, files, rejectedFiles = [] }: DraftView): string | undefined =>
  model?.name ?? form.name ?? suggestedForm.name ?? files[0]?.path ?? rejectedFiles[0]?.path;

export interface DraftErrorSummary {
  /** Of the file; empty where the whole is at fault. */
  readonly path: string;
  readonly rejection: FileRejection;
  /** So many more files were refused. */
  readonly others: number;
}

/** Why it cannot be published as it stands, the first of it. */
export function firstDraftError({ files, rejection, rejectedFiles = [] }: DraftView): DraftErrorSummary | null {
  const rejected = files.flatMap((file) => (file.rejection ? [{ path: file.path, rejection: file.rejection }] : []));
  const [first, ...others] = [...(rejection ? [{ path: '', rejection }] : []), ...rejected, ...rejectedFiles];
  return first ? { ...first, others: others.length } : null;
}
