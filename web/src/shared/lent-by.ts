import type { LentByView } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';
import { t } from './i18n/index.js';

interface LentByText {
  readonly value: string;
  readonly secondaryText?: string;
  /** The profile of the lender. */
  readonly to?: RouteLocationRaw;
}

/** Which renderer an image was rendered on, if known, and who lent it. Without names once the lender has deleted their account. */
export const lentByText = ({ name, owner }: LentByView): LentByText =>
  owner.name === ''
    ? { value: t('app.lentRenderer') }
    : {
        value: name ?? t('app.lentRenderer'),
        secondaryText: t('app.lentBy', { name: owner.name }),
        to: { name: 'user', params: { userId: owner.id } },
      };
