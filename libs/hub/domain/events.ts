import type { HubKind } from '@visionary/contract';
import type { Version } from './version.js';

export class VersionPublished {
  constructor(
    readonly version: Version,
    readonly kind: HubKind,
    readonly creatorId: string,
    /** The first version of its model. */
    readonly isFirst: boolean,
  ) {}
}

/** The version can't be chosen any more. `removed`: its files are deleted too. */
export class VersionWithdrawn {
  constructor(
    readonly version: Version,
    readonly kind: HubKind,
    readonly reason: 'unpublished' | 'removed' | 'quarantined',
  ) {}
}

export class HubModelChanged {
  constructor(
    readonly modelId: string,
    /** Only its samples: what rooms can choose, and its name there, are the same. */
    readonly isOnlySamples = false,
  ) {}
}

/** A model was removed with its versions, reviews, and comments. */
export class HubModelRemoved {
  constructor(readonly modelId: string) {}
}

/** Blobs lost a reference and may be deleted. */
export class HubBlobsReleased {
  constructor(readonly keys: readonly string[]) {}
}
