import { defineEntity, p } from '@mikro-orm/core';
import type { TablesOf } from '@visionary/platform/database';

/** A thumbnail of an image, created on first use. */
const imageThumbnail = defineEntity({
  name: 'ImageThumbnail',
  tableName: 'image_thumbnail',
  properties: {
    sha256: p.character().length(64).primary(),
    side: p.integer().primary(),
    thumbnailSha256: p.character().length(64),
  },
  indexes: [{ name: 'image_thumbnail_sha256', properties: ['thumbnailSha256'] }],
});

export const imagesEntities = [imageThumbnail] as const;

declare module '@visionary/platform/database' {
  interface Tables extends TablesOf<typeof imagesEntities> {}
}

/** Columns that reference blobs. */
export const imagesBlobs = [{ table: 'image_thumbnail', column: 'thumbnail_sha256' }];
