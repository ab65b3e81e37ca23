import type { ModelPickerItem } from '@visionary/contract';

export const modelChoiceId = ({ model, lora, addition }: ModelPickerItem): string =>
  (model ?? lora ?? addition)?.id ?? '';
