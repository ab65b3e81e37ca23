import type { HubModelView, HubVersionView } from '@visionary/contract';

/** Why no room can choose a version; null if one can. */
export function tryBlocker(
  { kind }: Pick<HubModelView, 'kind'>,
  { state }: Pick<HubVersionView, 'state'>,
): 'notLoaded' | 'chosenInRooms' | 'unpublished' | 'quarantined' | null {
  if (kind === 'weights') return 'notLoaded';
  switch (state) {
    case 'published':
      return kind === 'controlnet' || kind === 'upscaler' ? 'chosenInRooms' : null;
    case 'unpublished':
      return 'unpublished';
    case 'quarantined':
      return 'quarantined';
    default:
      return state satisfies never;
  }
}
