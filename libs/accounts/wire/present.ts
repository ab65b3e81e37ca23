import type { MeView } from '@visionary/contract';
import type { Account } from '../domain/account.js';

export const presentMe = ({ id, name, language, theme, createdAt }: Account): MeView => ({
  id,
  name,
  language,
  theme,
  createdAt,
});
