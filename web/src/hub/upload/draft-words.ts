import type { DraftView, Refusal } from '@visionary/contract';

/** What it is called: as its maker says, else as its files do, also those that were not taken. */
export const draftName = ({ model, form, proposed, files, turnedAway = [] }: DraftView): string | undefined =>
  model?.name ?? form.name ?? proposed.name ?? files[0]?.path ?? turnedAway[0]?.path;

export interface DraftTrouble {
  /** Of the file; empty where the whole is at fault. */
  readonly path: string;
  readonly refusal: Refusal;
  /** So many more files were refused. */
  readonly others: number;
}

/** Why it cannot be published as it stands, the first of it. */
export function draftTrouble({ files, refusal, turnedAway = [] }: DraftView): DraftTrouble | null {
  const refused = files.flatMap((file) => (file.refusal ? [{ path: file.path, refusal: file.refusal }] : []));
  const [first, ...others] = [...(refusal ? [{ path: '', refusal }] : []), ...refused, ...turnedAway];
  return first ? { ...first, others: others.length } : null;
}
