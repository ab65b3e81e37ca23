import type { DraftView } from '@visionary/contract';
import type { FileRowModel } from '../files/file-rows.js';
import type { FormField } from './merge-forms.js';

/** The first problem that keeps a draft from being published. */
export type PublishBlocker =
  | { readonly what: 'empty' | 'underWay' | 'resting' | 'checking' | 'unchecked' | 'whole' }
  | { readonly what: 'rejected' | 'unbegun'; readonly count: number }
  | { readonly what: 'missing' | 'illegal'; readonly fields: readonly FormField[] };

interface Standing {
  readonly draft: Pick<DraftView, 'state' | 'rejection'>;
  readonly rows: readonly Pick<FileRowModel, 'state'>[];
  /** Files that were chosen on an earlier page load and must be chosen again. */
  readonly pending: number;
  readonly missing: readonly FormField[];
  readonly illegal: readonly FormField[];
}

export function publishBlocker({ draft, rows, pending, missing, illegal }: Standing): PublishBlocker | null {
  const count = (...states: FileRowModel['state'][]) => rows.filter(({ state }) => states.includes(state)).length;
  if (rows.length === 0 && pending === 0) return { what: 'empty' };
  if (count('rejected') > 0) return { what: 'rejected', count: count('rejected') };
  if (count('sending', 'waiting', 'paused', 'broken') > 0) return { what: 'underWay' };
  if (pending > 0) return { what: 'unbegun', count: pending };
  if (count('resting') > 0) return { what: 'resting' };
  if (draft.state === 'checking' || count('arrived', 'checking') > 0) return { what: 'checking' };
  if (draft.rejection) return { what: 'whole' };
  if (illegal.length > 0) return { what: 'illegal', fields: illegal };
  if (missing.length > 0) return { what: 'missing', fields: missing };
  return draft.state === 'ready' ? null : { what: 'unchecked' };
}
