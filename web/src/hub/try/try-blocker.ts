import type { HubModelView, HubVersionView } from '@visionary/contract';

/** Why no room can choose a version; null if one can. */
export function tryBlocker(
  { kind }: Pick<HubModelView, 'kind'>,
  { state, fileMetadata }: Pick<HubVersionView, 'state' | 'fileMetadata'>,
): 'notLoaded' | 'previewDecoder' | 'unpublished' | 'quarantined' | null {
  if (kind === 'weights') return fileMetadata.weightsKind === 'previewDecoder' ? 'previewDecoder' : 'notLoaded';
  switch (state) {
    case 'published':
      return null;
    case 'unpublished':
      return 'unpublished';
    case 'quarantined':
      return 'quarantined';
    default:
      return state satisfies never;
  }
}
