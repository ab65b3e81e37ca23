import type { DraftView } from '@visionary/contract';
import type { FileRowModel } from '../files/file-rows.js';
import type { FormField } from './merge-forms.js';

/** The first problem that keeps a draft from being published. */
export type PublishBlocker =
  | { readonly what: 'empty' | 'uploading' | 'partlyUploaded' | 'checking' | 'unchecked' | 'failed' }
  | { readonly what: 'rejected' | 'notStarted'; readonly count: number }
  | { readonly what: 'missing' | 'invalid'; readonly fields: readonly FormField[] };

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
  if (count('sending', 'waiting', 'paused', 'disconnected') > 0) return { what: 'uploading' };
  if (pending > 0) return { what: 'notStarted', count: pending };
  if (count('partlyUploaded') > 0) return { what: 'partlyUploaded' };
  if (draft.state === 'checking' || count('arrived', 'checking') > 0) return { what: 'checking' };
  if (draft.rejection) return { what: 'failed' };
  if (illegal.length > 0) return { what: 'invalid', fields: illegal };
  if (missing.length > 0) return { what: 'missing', fields: missing };
  return draft.state === 'ready' ? null : { what: 'unchecked' };
}
