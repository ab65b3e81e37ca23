import type { HubModelView, HubVersionView } from '@visionary/contract';

/** A version of the hub on its way into a room, or what lies in the server's own folder: that has no label. */
export interface FromHub {
  readonly kind: 'hub';
  readonly model: Pick<HubModelView, 'kind' | 'name'>;
  readonly version: Pick<HubVersionView, 'useId' | 'label' | 'triggerWords' | 'recommended'>;
}
