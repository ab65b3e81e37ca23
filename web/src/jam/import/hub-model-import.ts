import type { HubModelView, HubVersionView } from '@visionary/contract';

/** A hub version to import into a room, or a local model, which has no label. */
export interface HubModelImport {
  readonly kind: 'hub';
  readonly model: Pick<HubModelView, 'kind' | 'name'>;
  readonly version: Pick<HubVersionView, 'versionRef' | 'label' | 'triggerWords' | 'recommended'>;
  /** Replaces the room's prompt. */
  readonly prompt?: string;
}
