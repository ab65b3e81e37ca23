import { LICENSES, modelFields, versionFields } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { z } from 'zod';
import type { DraftForm } from '../../domain/drafts.js';
import { FormRules, type NewModelForm, type CompleteForm } from '../../domain/versions/form-rules.js';

const Version = z.object(versionFields).partial().required({ label: true });
const NewModel = z
  .object({ ...modelFields, ...versionFields })
  .partial()
  .required({ name: true, license: true, label: true })
  .refine(({ license, licenseText: licenseWords }) => (license ?? '') in LICENSES || Boolean(licenseWords?.trim()), {
    path: ['licenseWords'],
    message: 'what it allows',
  });

/** The contract's rules, once more: what files propose nobody has typed. */
export class ContractFormRules extends FormRules {
  ofVersion(form: DraftForm): CompleteForm {
    return { ...form, ...passed(Version, form) };
  }

  ofNewModel(form: DraftForm): NewModelForm {
    return { ...form, ...passed(NewModel, form) };
  }
}

const passed = <T extends z.ZodType>(rule: T, form: DraftForm): z.output<T> => {
  const result = rule.safeParse(form);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejection('HUB_DRAFT_INCOMPLETE', { field: String(issue?.path[0] ?? ''), reason: issue?.message ?? '' });
};
