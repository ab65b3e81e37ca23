import { presentCount, type RoomCard } from '@visionary/contract';
import { t } from '../../shared/i18n/index.js';

/** Who is in a room. One that renders without people, such as the room of the server, is not called empty. */
export function presenceText({ presence, rendering }: Pick<RoomCard, 'presence' | 'rendering'>): string {
  const count = presentCount(presence);
  if (count > 0) return t('room.here', { count }, count);
  return t(rendering ? 'lobby.renderingNow' : 'lobby.empty');
}
