import { DomainEvent } from '@visionary/kernel';

/** What its creator's pages show of it is another. */
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

/** Drafts have these no more: what came in of them goes, and their content where nobody else needs it. */
export class DraftFilesRemoved extends DomainEvent {
  constructor(
    readonly files: readonly { readonly id: string; readonly path: string; readonly sha256: string | null }[],
  ) {
    super();
  }
}

/** There is something to look at. */
export class DraftWorkAvailable extends DomainEvent {}
