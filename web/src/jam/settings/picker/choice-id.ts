import type { ModelChoice } from '@visionary/contract';

export const idOf = ({ model, lora }: ModelChoice): string => model?.id ?? lora?.id ?? '';
