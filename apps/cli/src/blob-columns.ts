import { accountsBlobs } from '@visionary/accounts';
import { safetyBlobs } from '@visionary/safety';
import { feedBlobs } from '@visionary/feed';
import { generationBlobs } from '@visionary/generation';
import { hubBlobs } from '@visionary/hub';

/** All columns that reference blobs, as on a server. */
export const blobColumns = [...accountsBlobs, ...safetyBlobs, ...generationBlobs, ...hubBlobs, ...feedBlobs];
