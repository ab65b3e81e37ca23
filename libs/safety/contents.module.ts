import { ContentPrints } from './domain/contents/content-prints.js';
import { DecidedContents } from './domain/contents/decided-contents.js';
import { SqlDecidedContents } from './storage/contents/sql-decided-contents.js';
import { EndReach } from './usecases/contents/end-reach.js';
import { HoldBack } from './usecases/contents/hold-back.js';
import { KnownUploads } from './usecases/contents/known-uploads.js';
import { NoteReturns } from './usecases/contents/note-returns.js';
import { RememberContents } from './usecases/contents/remember-contents.js';
import { ReturningContents } from './usecases/contents/returning-contents.js';
import { BlobContentPrints } from './wire/contents/blob-content-prints.js';

/** What was decided, by content: whatever brings the same again meets it. */
export const contents = {
  controllers: [],
  providers: [
    { provide: ContentPrints, useClass: BlobContentPrints },
    { provide: DecidedContents, useClass: SqlDecidedContents },
    ...[NoteReturns, EndReach, HoldBack, RememberContents, ReturningContents, KnownUploads],
  ],
  exports: [ReturningContents],
};
