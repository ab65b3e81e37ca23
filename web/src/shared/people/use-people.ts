import type { PersonView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { asNow, personNamed } from './known-people.js';

/** People under the name and picture they have now, wherever the view came from and however old it is. */
export function usePeople() {
  const { t } = useI18n();
  const shownName = (person: PersonView): string => asNow(person).name || t('app.somebodyLeft');
  return {
    /** Their view as it is now: for seals. */
    asNow,
    /** What to call them; "somebody who left" once their account is gone. */
    shownName,
    /** By id alone, as mentions have it; `known` is asked where this page has heard nothing of them. */
    nameOf(personId: string, known: readonly PersonView[] = []): string | undefined {
      const person = personNamed(personId) ?? known.find(({ id }) => id === personId);
      return person && shownName(person);
    },
  };
}
