import type { RemoveContent } from '@visionary/contract';
import { shallowRef } from 'vue';

/** Content of someone else that a moderator is about to remove. */
export interface RemovalTarget {
  readonly subject: RemoveContent['subject'];
  /** Whose it is and what it is. */
  readonly about: string;
  readonly onRemoved?: () => void;
}

/** The removal dialog, on any page. */
export const removalTarget = shallowRef<RemovalTarget | null>(null);

export const openRemovalDialog = (target: RemovalTarget): void => void (removalTarget.value = target);
