import { ModelPostsRepository } from './storage/model-posts/model-posts.repository.js';
import { ModelPostsService } from './use-cases/model-posts/model-posts.service.js';
import { ModelImageCounter } from './api/model-posts/model-image-counter.js';
import { ModelPostPages } from './api/model-posts/model-post-pages.js';
import { ModelPostsController } from './api/model-posts/model-posts.controller.js';

/** Images made with models of the hub, and their number. */
export const modelPosts = {
  controllers: [ModelPostsController],
  providers: [ModelPostsRepository, ModelPostsService, ModelPostPages, ModelImageCounter],
};
