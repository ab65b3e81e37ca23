import type { Pace } from '@visionary/contract';
import { t } from '../../shared/i18n/index.js';

export const paceName = (seconds: Pace): string => (seconds === 0 ? t('pace.full') : t('pace.seconds', { seconds }));
