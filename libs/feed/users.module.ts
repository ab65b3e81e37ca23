import { CollectionsRepository } from './storage/users/collections.repository.js';
import { FollowsRepository } from './storage/users/follows.repository.js';
import { ProfilesRepository } from './storage/users/profiles.repository.js';
import { CollectionsService } from './use-cases/users/collections.service.js';
import { CommunityExporter } from './use-cases/users/community-exporter.js';
import { FollowsService } from './use-cases/users/follows.service.js';
import { ProfileReader } from './use-cases/users/profile-reader.js';
import { CollectionsController } from './api/users/collections.controller.js';
import { FollowGateway } from './api/users/follow.gateway.js';
import { ProfilesController } from './api/users/profiles.controller.js';
import { UserModelsController } from './api/users/user-models.controller.js';
import { UserPostPages } from './api/users/user-post-pages.js';

/** Users' pages, follows, and collections. */
export const users = {
  controllers: [ProfilesController, CollectionsController, UserModelsController],
  providers: [
    FollowsRepository,
    CollectionsRepository,
    ProfilesRepository,
    FollowsService,
    CollectionsService,
    ProfileReader,
    UserPostPages,
    FollowGateway,
    CommunityExporter,
  ],
};
