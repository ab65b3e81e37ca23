import type { DraftForm, DraftView } from '@visionary/contract';
import { type FormField, validPart } from './merge-forms.js';

/** Default suggestions that no file contains. */
const MERE_START: readonly FormField[] = ['label'];

/** The label of a first version, also before its files are read. */
const FIRST = '1.0';

export interface SuggestedValues {
  readonly all: DraftForm;
  /** Fields whose suggestion comes from the files. */
  readonly read: readonly FormField[];
}

const isSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== '';

/** Suggestions for fields that the creator left empty. Invalid names from files are ignored. */
export function suggestedValues({
  suggestedForm,
  facts,
  model,
}: Pick<DraftView, 'suggestedForm' | 'facts' | 'model'>): SuggestedValues {
  const { label = FIRST, ...rest } = validPart(suggestedForm);
  // A later version needs another label than the first.
  const all: DraftForm = model ? rest : { ...rest, label };
  const value = (Object.keys(all) as FormField[]).filter((name) => isSomething(all[name]));
  // LoRA files do not contain a recommended strength.
  const starts = facts?.kind === 'lora' ? [...MERE_START, 'recommended'] : MERE_START;
  return { all, read: value.filter((name) => !starts.includes(name)) };
}
