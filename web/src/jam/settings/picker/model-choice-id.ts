import type { ModelPickerItem } from '@visionary/contract';

export const modelChoiceId = ({ model, lora }: ModelPickerItem): string => model?.id ?? lora?.id ?? '';
