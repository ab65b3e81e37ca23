import { accountsBlobs } from '@visionary/accounts';
import { feedBlobs } from '@visionary/feed';
import { generationBlobs } from '@visionary/generation';
import { hubBlobs } from '@visionary/hub';

/** All columns that reference blobs, as on a server. */
export const blobColumns = [...accountsBlobs, ...generationBlobs, ...hubBlobs, ...feedBlobs];
