import { MENTION, type PersonView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { usePeople } from '../people/index.js';
import { parseWords } from './parse-words.js';
import { plainText } from './plain-text.js';

/** Where the beginning of a text ends within a call. */
const CUT_CALL = /<@[\w-]{0,36}$/u;

/** A message as plain text, with the names of those it calls. */
export function usePlainWords() {
  const { t } = useI18n();
  const { nameOf } = usePeople();
  const named = (whom: string, people: readonly PersonView[]): string =>
    whom === 'room' ? t('app.everybody') : (nameOf(whom, people) ?? t('app.somebody'));
  return {
    /** Mentions by name, everything else to the letter. */
    named: (text: string, people: readonly PersonView[] = []): string =>
      text.replace(MENTION, (_, whom: string) => `@${named(whom, people)}`),
    /** In one line and without marks: for quotes, hits of a search, news, voices. A call that was cut off at the end goes. */
    plain: (text: string, people: readonly PersonView[] = []): string =>
      plainText(parseWords(text.replace(CUT_CALL, '')), (whom) => named(whom, people)),
  };
}
