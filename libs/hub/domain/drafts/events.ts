export class DraftChanged {
  constructor(
    readonly draftId: string,
    readonly creatorId: string,
  ) {}
}

export class DraftRemoved {
  constructor(
    readonly draftId: string,
    readonly creatorId: string,
  ) {}
}

/** Files were removed from drafts. Their uploads and unreferenced blobs can be deleted. */
export class DraftFilesRemoved {
  constructor(
    readonly files: readonly { readonly id: string; readonly path: string; readonly sha256: string | null }[],
  ) {}
}
