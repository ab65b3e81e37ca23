import { LICENSES, modelFields, versionFields } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { z } from 'zod';
import type { DraftForm } from '../../domain/drafts.js';

type With<K extends keyof DraftForm> = Readonly<{ [F in K]-?: NonNullable<DraftForm[F]> }>;
export type VersionForm = DraftForm & With<'label'>;
export type NewModelForm = VersionForm & With<'name' | 'license'>;

const Version = z.object(versionFields).partial().required({ label: true });
const NewModel = z
  .object({ ...modelFields, ...versionFields })
  .partial()
  .required({ name: true, license: true, label: true })
  .refine(({ license, licenseText }) => (license ?? '') in LICENSES || Boolean(licenseText?.trim()), {
    path: ['licenseText'],
    message: 'what it allows',
  });

/** Validates by the contract, because suggested fields were not validated before. @throws Rejection HUB_DRAFT_INCOMPLETE { field } */
export const requireVersionForm = (form: DraftForm): VersionForm => ({ ...form, ...parse(Version, form) });

/** @throws Rejection HUB_DRAFT_INCOMPLETE { field } */
export const requireNewModelForm = (form: DraftForm): NewModelForm => ({ ...form, ...parse(NewModel, form) });

const parse = <T extends z.ZodType>(schema: T, form: DraftForm): z.output<T> => {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Rejection('HUB_DRAFT_INCOMPLETE', { field: String(issue?.path[0] ?? ''), reason: issue?.message ?? '' });
};
