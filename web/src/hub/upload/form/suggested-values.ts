import { type DraftForm, type DraftView, modelNameOf } from '@visionary/contract';
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

type Suggesting = Pick<DraftView, 'suggestedForm' | 'facts' | 'model'> &
  Partial<Pick<DraftView, 'files' | 'recognizedFiles'>>;

/** Suggestions for fields that the creator left empty. Invalid names from files are ignored. */
export function suggestedValues(draft: Suggesting): SuggestedValues {
  const { suggestedForm, facts, model } = draft;
  const { label = FIRST, ...valid } = validPart(suggestedForm);
  const { name = nameOfFile(draft) } = valid;
  const rest: DraftForm = { ...valid, ...(name && !model && { name }) };
  // A later version needs another label than the first.
  const all: DraftForm = model ? rest : { ...rest, label };
  const value = (Object.keys(all) as FormField[]).filter((name) => isSomething(all[name]));
  // LoRA files do not contain a recommended strength.
  const starts = facts?.kind === 'lora' ? [...MERE_START, 'recommended'] : MERE_START;
  return { all, read: value.filter((name) => !starts.includes(name)) };
}

/** The name of the file that is the model, for drafts that passed no check. */
function nameOfFile({ files = [], recognizedFiles = [] }: Suggesting): string {
  const [main] = [...recognizedFiles].sort((one, other) => rankOf(one) - rankOf(other));
  const path = main?.path ?? files.find((file) => /^[^/]+\.safetensors$/iu.test(file.path))?.path ?? '';
  const { name = '' } = validPart({ name: modelNameOf(path) });
  return name;
}

/** What a checkpoint uses lies beside it in its draft. */
const rankOf = ({ recognized }: NonNullable<DraftView['recognizedFiles']>[number]): number =>
  recognized.kind === 'checkpoint' ? 0 : 1;
