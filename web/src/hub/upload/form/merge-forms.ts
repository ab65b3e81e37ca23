import { DraftForm } from '@visionary/contract';

export type FormField = keyof DraftForm;
const FORM_FIELDS = Object.keys(DraftForm.shape) as FormField[];

/** What a field holds is plain: words, lists of words, and settings. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Two devices write in one draft: what I changed since both were alike stays mine, what I did not is theirs.
 * @param base what both were before
 */
export function mergeForms(mine: DraftForm, base: DraftForm, theirs: DraftForm): DraftForm {
  const fields = FORM_FIELDS.map((name) => [name, isSame(mine[name], base[name]) ? theirs[name] : mine[name]]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as DraftForm;
}

const isLegal = (name: FormField, value: unknown): boolean => DraftForm.shape[name].safeParse(value).success;

/** Fields whose words the server would not have. What is empty is missing, and that is said elsewhere. */
export const invalidFields = (form: DraftForm): FormField[] =>
  FORM_FIELDS.filter((name) => form[name] !== undefined && form[name] !== '' && !isLegal(name, form[name]));

/** What is kept while the rest cannot be. */
export const validPart = (form: DraftForm): DraftForm =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => isLegal(name as FormField, value)));

/** What must be said before it is published. A later version says only what is its own. */
export function missingFields(form: DraftForm, isLater: boolean): FormField[] {
  const needed: FormField[] = isLater ? ['label'] : ['name', 'label', 'license'];
  const ownWords: FormField[] = !isLater && form.license === 'other' ? ['licenseText'] : [];
  return [...needed, ...ownWords].filter((name) => form[name] === undefined || form[name] === '');
}
