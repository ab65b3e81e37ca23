import { Collections } from './domain/users/collections.js';
import { Follows } from './domain/users/follows.js';
import { CommunityLimits } from './domain/users/limits.js';
import { Profiles } from './domain/users/profiles.js';
import { SqlCollections } from './storage/users/sql-collections.js';
import { SqlFollows } from './storage/users/sql-follows.js';
import { SqlProfiles } from './storage/users/sql-profiles.js';
import { ChangeCollection } from './use-cases/users/change-collection.js';
import { ExportCommunity } from './use-cases/users/export-community.js';
import { Follow } from './use-cases/users/follow.js';
import { ListFollows } from './use-cases/users/list-follows.js';
import { LockUsersNotBlocked } from './use-cases/users/lock-users-not-blocked.js';
import { SaveCollection } from './use-cases/users/save-collection.js';
import { NewCollection } from './use-cases/users/new-collection.js';
import { NewThings } from './use-cases/users/new-things.js';
import { RemoveUserConnections } from './use-cases/users/remove-user-connections.js';
import { PlaceInCollection } from './use-cases/users/place-in-collection.js';
import { ReadCollections } from './use-cases/users/read-collections.js';
import { ReadProfile } from './use-cases/users/read-profile.js';
import { PostsWithViewerState } from './api/posts-with-viewer-state.js';
import { PostPresenter } from './api/post-presenter.js';
import { CollectionPostsController } from './api/users/collection-posts.controller.js';
import { CollectionViews } from './api/users/collection-views.js';
import { CollectionsController } from './api/users/collections.controller.js';
import { communityLimits } from './api/users/contract-limits.js';
import { FollowGateway } from './api/users/follow.gateway.js';
import { UserConnectionCleanup } from './api/users/user-connection-cleanup.js';
import { UserModelsController } from './api/users/made.controller.js';
import { UserModelPresenter } from './api/users/user-model-presenter.js';
import { MyFollowsProvider } from './api/users/my-follows-provider.js';
import { CommunityExporter } from './api/users/community-exporter.js';
import { UserPostPages } from './api/users/user-post-pages.js';
import { ProfilesController } from './api/users/profiles.controller.js';

/** Users's pages: who follows whom, and what they keep together. */
export const users = {
  controllers: [ProfilesController, CollectionsController, CollectionPostsController, UserModelsController],
  providers: [
    { provide: Follows, useClass: SqlFollows },
    { provide: Collections, useClass: SqlCollections },
    { provide: Profiles, useClass: SqlProfiles },
    { provide: CommunityLimits, useValue: communityLimits },
    ...[LockUsersNotBlocked, Follow, ListFollows, RemoveUserConnections, ReadProfile, ExportCommunity],
    ...[NewThings, NewCollection, ChangeCollection, SaveCollection, PlaceInCollection, ReadCollections],
    { provide: PostPresenter, useClass: PostsWithViewerState },
    ...[
      CollectionViews,
      UserModelPresenter,
      UserPostPages,
      FollowGateway,
      MyFollowsProvider,
      UserConnectionCleanup,
      CommunityExporter,
    ],
  ],
};
