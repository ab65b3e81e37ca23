import type { HubModelView, HubVersionView } from '@visionary/contract';

/** A version of the hub on its way into a room, or what lies in the server's own folder: that has no label. */
export interface HubModelImport {
  readonly kind: 'hub';
  readonly model: Pick<HubModelView, 'kind' | 'name'>;
  readonly version: Pick<HubVersionView, 'versionRef' | 'label' | 'triggerWords' | 'recommended'>;
}
