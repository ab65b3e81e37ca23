import type { DraftView, FileRejection } from '@visionary/contract';

/** The name: from the form, else from the files, including rejected ones. */
export const draftName = ({ model, form, suggestedForm, files, rejectedFiles = [] }: DraftView): string | undefined =>
  model?.name ?? form.name ?? suggestedForm.name ?? files[0]?.path ?? rejectedFiles[0]?.path;

export interface DraftErrorSummary {
  /** The path of the file; empty if the error is about all files. */
  readonly path: string;
  readonly rejection: FileRejection;
  /** The number of further rejected files. */
  readonly others: number;
}

/** The first reason why it cannot be published. */
export function firstDraftError({ files, rejection, rejectedFiles = [] }: DraftView): DraftErrorSummary | null {
  const rejected = files.flatMap((file) => (file.rejection ? [{ path: file.path, rejection: file.rejection }] : []));
  const [first, ...others] = [...(rejection ? [{ path: '', rejection }] : []), ...rejected, ...rejectedFiles];
  return first ? { ...first, others: others.length } : null;
}
