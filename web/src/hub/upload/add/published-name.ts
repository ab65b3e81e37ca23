import { type DraftView, modelNameOf } from '@visionary/contract';
import { suggestedValues } from '../form/suggested-values.js';
import type { AddedFile } from './added-file.js';

/** The name that a file is published under: as typed under Details, as its metadata says, or that of the file. */
export function publishedName({ name }: Pick<AddedFile, 'name'>, draft: DraftView | undefined): string {
  const suggested = draft && suggestedValues(draft).all.name;
  return draft?.form.name || suggested || modelNameOf(name);
}
