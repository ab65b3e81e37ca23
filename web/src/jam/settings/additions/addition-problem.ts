import type { ModelPickerItem } from '@visionary/contract';
import { t } from '../../../shared/i18n/index.js';

/** Why the room cannot render with a chosen addition; empty if it can, or it is not known yet. */
export function additionProblem(choice: ModelPickerItem | null | undefined): string {
  if (choice === null) return t('jam.additions.unavailable');
  if (!choice || choice.isCompatible) return '';
  return t(`picker.incompatible.${choice.incompatibility ?? 'wrongBase'}`, choice.sizes ?? {}, choice.sizes?.file ?? 1);
}
