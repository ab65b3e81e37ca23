import type { DraftForm, DraftView } from '@visionary/contract';
import { type FormField, validPart } from './merge-forms.js';

/** What is proposed so that something stands there: no file says it. */
const MERE_START: readonly FormField[] = ['label'];

/** What a first version is called, also before its files are read. */
const FIRST = '1.0';

export interface SuggestedValues {
  readonly all: DraftForm;
  /** Fields whose proposal is what the files say. */
  readonly read: readonly FormField[];
}

const isSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== '';

/** What stands in the form where its creator said nothing. What came with files may be no name the server would have. */
export function suggestedValues({
  suggestedForm,
  facts,
  model,
}: Pick<DraftView, 'suggestedForm' | 'facts' | 'model'>): SuggestedValues {
  const { label = FIRST, ...rest } = validPart(suggestedForm);
  // A later version cannot be called what the first one is.
  const all: DraftForm = model ? rest : { ...rest, label };
  const value = (Object.keys(all) as FormField[]).filter((name) => isSomething(all[name]));
  // Of LoRAs no file says how strong they are meant to be.
  const starts = facts?.kind === 'lora' ? [...MERE_START, 'recommended'] : MERE_START;
  return { all, read: value.filter((name) => !starts.includes(name)) };
}
