/** Whose words are added to prompts: the instance's, the model's on this instance, the room's. */
export type PromptPrefixScope = 'instance' | 'model' | 'room';

export interface PromptPrefix {
  /** Before what users want to see. */
  readonly prefix: string;
  /** Behind what they do not want to see. */
  readonly negativeSuffix: string;
}

export interface AppliedPromptPrefix extends PromptPrefix {
  readonly scope: PromptPrefixScope;
}

export interface StoredPromptPrefix extends AppliedPromptPrefix {
  /** Of the model or room; of the instance, nothing. */
  readonly id: string;
  /** Of a model: whether anything is added to what it renders. */
  readonly isOn: boolean;
}

export const EMPTY_PROMPT_PREFIX: PromptPrefix = { prefix: '', negativeSuffix: '' };

const ORDER: readonly PromptPrefixScope[] = ['instance', 'model', 'room'];

/** What is added of these: the outermost first, nothing that says nothing, and nothing at all where the model has it off. */
export function combinePrefixes(styles: readonly StoredPromptPrefix[]): AppliedPromptPrefix[] {
  if (styles.some(({ scope, isOn }) => scope === 'model' && !isOn)) return [];
  return ORDER.flatMap((of) => styles.filter((style) => style.scope === of))
    .filter(({ prefix, negativeSuffix }) => prefix !== '' || negativeSuffix !== '')
    .map(({ scope, prefix, negativeSuffix }) => ({ scope, prefix, negativeSuffix }));
}
