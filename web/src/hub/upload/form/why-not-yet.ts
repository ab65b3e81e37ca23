import type { DraftView } from '@visionary/contract';
import type { FileRow } from '../files/file-rows.js';
import type { FormField } from './merge-form.js';

/** What stands between a draft and its publishing; the first that has to be seen to. */
export type NotYet =
  | { readonly what: 'empty' | 'underWay' | 'resting' | 'checking' | 'unchecked' | 'whole' }
  | { readonly what: 'refused' | 'unbegun'; readonly count: number }
  | { readonly what: 'missing' | 'illegal'; readonly fields: readonly FormField[] };

interface Standing {
  readonly draft: Pick<DraftView, 'state' | 'refusal'>;
  readonly rows: readonly Pick<FileRow, 'state'>[];
  /** Files that were chosen on an earlier page and wait to be chosen again. */
  readonly unbegun: number;
  readonly missing: readonly FormField[];
  readonly illegal: readonly FormField[];
}

export function whyNotYet({ draft, rows, unbegun, missing, illegal }: Standing): NotYet | null {
  const count = (...states: FileRow['state'][]) => rows.filter(({ state }) => states.includes(state)).length;
  if (rows.length === 0 && unbegun === 0) return { what: 'empty' };
  if (count('refused') > 0) return { what: 'refused', count: count('refused') };
  if (count('sending', 'waiting', 'paused', 'broken') > 0) return { what: 'underWay' };
  if (unbegun > 0) return { what: 'unbegun', count: unbegun };
  if (count('resting') > 0) return { what: 'resting' };
  if (draft.state === 'checking' || count('arrived', 'checking') > 0) return { what: 'checking' };
  if (draft.refusal) return { what: 'whole' };
  if (illegal.length > 0) return { what: 'illegal', fields: illegal };
  if (missing.length > 0) return { what: 'missing', fields: missing };
  return draft.state === 'ready' ? null : { what: 'unchecked' };
}
