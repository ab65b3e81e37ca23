import type { OpenTakeView } from '@visionary/contract';
import { t } from '../../shared/i18n/index.js';

/** "Take 8 by Mei", or that it is a sample. */
export const openTakeName = ({ number, roomId, author }: OpenTakeView): string =>
  roomId ? t('admin.takes.of', { number, name: author?.name || t('app.someone') }) : t('admin.takes.sample');
