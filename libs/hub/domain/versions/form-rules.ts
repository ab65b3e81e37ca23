import type { DraftForm } from '../drafts.js';

type Required = 'label';
type OfNewModel = 'name' | 'license';

/** A form that says all a version needs; what nobody said has its default. */
export type CompleteForm = DraftForm & Readonly<{ [K in Required]-?: NonNullable<DraftForm[K]> }>;
export type NewModelForm = CompleteForm & Readonly<{ [K in OfNewModel]-?: NonNullable<DraftForm[K]> }>;

/** Port: what a form must say, as the contract has it. Words that files propose have passed no check before. */
export abstract class FormRules {
  /** @throws Rejection HUB_DRAFT_INCOMPLETE { field } */
  abstract ofVersion(form: DraftForm): CompleteForm;
  /** @throws Rejection HUB_DRAFT_INCOMPLETE { field } */
  abstract ofNewModel(form: DraftForm): NewModelForm;
}
