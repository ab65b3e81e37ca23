import type {
  CreateBlockedTerm,
  TermAction,
  TermCategory,
  TermLanguage,
  TermScope,
  TermTopic,
} from '@visionary/contract';

/** A term that is listed on a new instance. */
export type BuiltInTerm = Readonly<Omit<CreateBlockedTerm, 'scopes'>> & {
  readonly scopes: readonly TermScope[];
  /** The list that admins can turn off, for terms that only watch prompts. */
  readonly topic?: TermTopic;
};

export const EVERYWHERE: readonly TermScope[] = ['prompts', 'chat', 'names', 'titles'];
/** For words that are acceptable in prompts. */
export const USER_TEXT: readonly TermScope[] = ['chat', 'names', 'titles'];
export const PROMPTS: readonly TermScope[] = ['prompts'];
export const PUBLIC_TEXT: readonly TermScope[] = ['names', 'titles'];

export interface TermGroup {
  readonly category: TermCategory;
  readonly action: TermAction;
  readonly scopes: readonly TermScope[];
  readonly suggestion?: string;
  readonly note?: string;
  /** Separated by commas. */
  readonly words: string;
}

/** Creates a term for each word. */
export const termsOf = (language: TermLanguage, groups: readonly TermGroup[]): BuiltInTerm[] =>
  groups.flatMap(({ words, suggestion = '', note = '', ...shared }) =>
    words
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((text) => ({ text, language, ...shared, suggestion, note })),
  );

/** Creates the terms of a topic: prompts with them are rendered, and moderators review them. */
export const topicTermsOf = (topic: TermTopic, wordsByLanguage: Readonly<Record<'en' | 'zh', string>>): BuiltInTerm[] =>
  (['en', 'zh'] as const).flatMap((language) =>
    termsOf(language, [{ category: topic, action: 'flag', scopes: PROMPTS, words: wordsByLanguage[language] }]).map(
      (term) => ({ ...term, topic }),
    ),
  );
