import type { LentByView } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';
import { t } from './i18n/index.js';

interface LentByText {
  readonly value: string;
  /** The profile of the lender. */
  readonly to?: RouteLocationRaw;
}

/** "Mira (RTX 4070)". The name of the renderer may be unknown; without any name once the lender has deleted their account. */
export function lentByText({ name, owner }: LentByView): LentByText {
  if (owner.name === '') return { value: t('app.deletedUser') };
  const value = name === undefined ? owner.name : t('app.lentBy', { name: owner.name, renderer: name });
  return { value, to: { name: 'user', params: { userId: owner.id } } };
}
