import { MadePosts } from './domain/gallery/made-posts.js';
import { SqlMadePosts } from './storage/gallery/sql-made-posts.js';
import { PageMade } from './usecases/gallery/page-made.js';
import { GalleryController } from './wire/gallery/gallery.controller.js';
import { MadePages } from './wire/gallery/made-pages.js';

/** What people made with models of the hub. */
export const gallery = {
  controllers: [GalleryController],
  providers: [{ provide: MadePosts, useClass: SqlMadePosts }, PageMade, MadePages],
};
