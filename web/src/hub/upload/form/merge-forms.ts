import { DraftForm } from '@visionary/contract';

export type FormField = keyof DraftForm;
const FORM_FIELDS = Object.keys(DraftForm.shape) as FormField[];

/** Fields hold plain values: text, lists of text, and settings. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Merges the form of two devices: fields changed here since the common state stay, all others are remote.
 * @param base the last common state
 */
export function mergeForms(local: DraftForm, base: DraftForm, remote: DraftForm): DraftForm {
  const fields = FORM_FIELDS.map((name) => [name, isSame(local[name], base[name]) ? remote[name] : local[name]]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as DraftForm;
}

const isLegal = (name: FormField, value: unknown): boolean => DraftForm.shape[name].safeParse(value).success;

/** Fields with invalid text. Empty fields are reported as missing instead. */
export const invalidFields = (form: DraftForm): FormField[] =>
  FORM_FIELDS.filter((name) => form[name] !== undefined && form[name] !== '' && !isLegal(name, form[name]));

/** The valid fields, saved even if others are invalid. */
export const validPart = (form: DraftForm): DraftForm =>
  Object.fromEntries(Object.entries(form).filter(([name, value]) => isLegal(name as FormField, value)));

/** The fields required for publishing. A later version requires only its own. */
export function missingFields(form: DraftForm, isLater: boolean): FormField[] {
  const needed: FormField[] = isLater ? ['label'] : ['name', 'label', 'license'];
  const ownWords: FormField[] = !isLater && form.license === 'other' ? ['licenseText'] : [];
  return [...needed, ...ownWords].filter((name) => form[name] === undefined || form[name] === '');
}
