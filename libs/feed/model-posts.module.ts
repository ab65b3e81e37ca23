import { ModelPosts } from './domain/model-posts/model-posts.js';
import { SqlModelPosts } from './storage/model-posts/sql-model-posts.js';
import { ListModelPosts } from './use-cases/model-posts/list-model-posts.js';
import { ModelPostsController } from './api/model-posts/gallery.controller.js';
import { ModelPostPages } from './api/model-posts/model-post-pages.js';

/** What users made with models of the hub. */
export const gallery = {
  controllers: [ModelPostsController],
  providers: [{ provide: ModelPosts, useClass: SqlModelPosts }, ListModelPosts, ModelPostPages],
};
