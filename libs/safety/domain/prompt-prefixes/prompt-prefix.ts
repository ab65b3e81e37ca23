import type { AppliedPromptPrefix, PromptPrefix, PromptPrefixScope } from '@visionary/contract';

export interface StoredPromptPrefix extends AppliedPromptPrefix {
  /** The model or room; empty for the instance. */
  readonly id: string;
  /** Only models switch prefixes off. */
  readonly isOn: boolean;
}

export class PromptPrefixChanged {
  constructor(
    /** Null when more than one room is affected. */
    readonly roomId: string | null,
  ) {}
}

export const EMPTY_PROMPT_PREFIX: PromptPrefix = { prefix: '', negativeSuffix: '' };

const ORDER: readonly PromptPrefixScope[] = ['instance', 'model', 'room'];

/** Orders prefixes from the instance to the room and drops empty ones. A model that is switched off drops all of them. */
export function applicablePrefixes(stored: readonly StoredPromptPrefix[]): AppliedPromptPrefix[] {
  if (stored.some(({ scope, isOn }) => scope === 'model' && !isOn)) return [];
  return ORDER.flatMap((ordered) => stored.filter(({ scope }) => scope === ordered))
    .filter(({ prefix, negativeSuffix }) => prefix !== '' || negativeSuffix !== '')
    .map(({ scope, prefix, negativeSuffix }) => ({ scope, prefix, negativeSuffix }));
}
