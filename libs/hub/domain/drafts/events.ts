import { DomainEvent } from '@visionary/kernel';

export class DraftChanged extends DomainEvent {
  constructor(
    readonly draftId: string,
    readonly creatorId: string,
  ) {
    super();
  }
}

export class DraftRemoved extends DomainEvent {
  constructor(
    readonly draftId: string,
    readonly creatorId: string,
  ) {
    super();
  }
}

/** Files were removed from drafts. Their uploads and unreferenced blobs can be deleted. */
export class DraftFilesRemoved extends DomainEvent {
  constructor(
    readonly files: readonly { readonly id: string; readonly path: string; readonly sha256: string | null }[],
  ) {
    super();
  }
}
