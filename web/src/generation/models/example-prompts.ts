import type { ModelView } from '@visionary/contract';
import { language, t } from '../../shared/i18n/index.js';

/** Prompts that a model draws well, in the language of the interface. Models without examples still get one. */
export function examplePrompts(model: ModelView | undefined): readonly [string, ...string[]] {
  const [first, ...others] = model?.examples[language.value] ?? [];
  return first === undefined ? [t('generation.example')] : [first, ...others];
}
