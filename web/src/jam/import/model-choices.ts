import type { AdditionKind, ModelPickerItem } from '@visionary/contract';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';

/** A new version may not be listed everywhere yet, and a LoRA is compared with models first. */
export const MAX_TRIES = 8;
export const RETRY_MS = 1_500;

/** @param model that the choices are compared with */
export async function modelChoices(
  kind: 'model' | 'lora' | AdditionKind,
  search: string,
  model?: string,
): Promise<readonly ModelPickerItem[]> {
  try {
    return (await call('modelPicker', { query: { kind, search, ...(model && { model }) } })).choices;
  } catch (error) {
    // Not found now: shown as unavailable.
    toRejection(error);
    return [];
  }
}
