import type { DraftView } from '@visionary/contract';
import type { FileRowModel } from '../files/file-rows.js';
import type { FormField } from './merge-forms.js';

/** The first problem that keeps a draft from being published. */
export type PublishBlocker =
  | { readonly kind: 'empty' | 'uploading' | 'partlyUploaded' | 'checking' | 'unchecked' | 'failed' }
  | { readonly kind: 'rejected' | 'notStarted'; readonly count: number }
  | { readonly kind: 'missing' | 'invalid'; readonly fields: readonly FormField[] };

interface DraftProgress {
  readonly draft: Pick<DraftView, 'state' | 'rejection'>;
  readonly rows: readonly Pick<FileRowModel, 'state'>[];
  /** Files that were chosen on an earlier page load and must be chosen again. */
  readonly pending: number;
  readonly missing: readonly FormField[];
  readonly illegal: readonly FormField[];
}

export function publishBlocker({ draft, rows, pending, missing, illegal }: DraftProgress): PublishBlocker | null {
  const count = (...states: FileRowModel['state'][]) => rows.filter(({ state }) => states.includes(state)).length;
  if (rows.length === 0 && pending === 0) return { kind: 'empty' };
  if (count('rejected') > 0) return { kind: 'rejected', count: count('rejected') };
  if (count('sending', 'waiting', 'paused', 'disconnected') > 0) return { kind: 'uploading' };
  if (pending > 0) return { kind: 'notStarted', count: pending };
  if (count('partlyUploaded') > 0) return { kind: 'partlyUploaded' };
  if (draft.state === 'checking' || count('arrived', 'checking') > 0) return { kind: 'checking' };
  if (draft.rejection) return { kind: 'failed' };
  if (illegal.length > 0) return { kind: 'invalid', fields: illegal };
  if (missing.length > 0) return { kind: 'missing', fields: missing };
  return draft.state === 'ready' ? null : { kind: 'unchecked' };
}
