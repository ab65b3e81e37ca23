import type { DraftView } from '@visionary/contract';
import { testResult } from '../../test-result.js';
import { fileRows, type FileRowModel } from '../files/file-rows.js';
import type { Transfer } from '../transfer/use-transfers.js';
import type { AddedFile } from './added-file.js';
import { endsLater } from './waiting-files.js';

/** What happens to an added file now. */
export type RowState =
  | { readonly kind: 'reading' | 'refused' | 'queued' | 'checking' | 'lacksVae' | 'chooseAgain' }
  | { readonly kind: 'ready'; readonly test: ReturnType<typeof testResult> }
  | { readonly kind: 'published'; readonly modelId: string }
  | { readonly kind: 'alreadyPublished'; readonly modelId: string; readonly name: string; readonly label: string }
  | { readonly kind: 'uploading'; readonly row: FileRowModel }
  | { readonly kind: 'failed' | 'notStarted' | 'waits'; readonly rejection: NonNullable<DraftView['rejection']> };

/** @param draft that the file is uploaded into, when the server has it */
export function rowState(
  { name, file, state, published, draftId, rejection }: AddedFile,
  draft: DraftView | undefined,
  transfers: readonly Transfer[],
): RowState {
  if (rejection && endsLater(rejection)) return { kind: 'waits', rejection };
  if (state !== 'recognized') return { kind: state };
  if (published) return { kind: 'published', modelId: published.model.id };
  if (draft?.published) return { kind: 'published', modelId: draft.published.modelId };
  if (rejection) return { kind: 'notStarted', rejection };
  const rows = fileRows(
    draft?.files ?? [],
    transfers.filter((transfer) => transfer.draftId === draftId),
  );
  const row = rows.find(({ path }) => path === name);
  const rejected = draft?.rejectedFiles?.find(({ path }) => path === name);
  if (!row && rejected) return { kind: 'failed', rejection: rejected.rejection };
  if (!row) return { kind: file ? 'queued' : 'chooseAgain' };
  // Another file solves it.
  if ([row.rejection, draft?.rejection].some((one) => one?.detail?.['reasonKey'] === 'vaeMissing')) {
    return { kind: 'lacksVae' };
  }
  if (row.rejection) return { kind: 'failed', rejection: row.rejection };
  if (['sending', 'waiting', 'paused', 'disconnected', 'partlyUploaded'].includes(row.state)) {
    return { kind: 'uploading', row };
  }
  if (draft?.rejection) return { kind: 'failed', rejection: draft.rejection };
  if (draft?.publishedAs) return { kind: 'alreadyPublished', ...draft.publishedAs };
  if (draft?.state !== 'ready' || !draft.facts) return { kind: 'checking' };
  return { kind: 'ready', test: testResult(draft.facts) };
}
