import type { HubModelView, HubVersionView } from '@visionary/contract';

/** A version of the hub on its way into a room. */
export interface FromHub {
  readonly kind: 'hub';
  readonly model: HubModelView;
  readonly version: HubVersionView;
}
