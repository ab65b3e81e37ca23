import { Collections } from './domain/people/collections.js';
import { Follows } from './domain/people/follows.js';
import { CommunityLimits } from './domain/people/limits.js';
import { Profiles } from './domain/people/profiles.js';
import { SqlCollections } from './storage/people/sql-collections.js';
import { SqlFollows } from './storage/people/sql-follows.js';
import { SqlProfiles } from './storage/people/sql-profiles.js';
import { ChangeCollection } from './usecases/people/change-collection.js';
import { ExportCommunity } from './usecases/people/export-community.js';
import { Follow } from './usecases/people/follow.js';
import { ListFollows } from './usecases/people/list-follows.js';
import { MayReach } from './usecases/people/may-reach.js';
import { NameCollection } from './usecases/people/name-collection.js';
import { NewCollection } from './usecases/people/new-collection.js';
import { NewThings } from './usecases/people/new-things.js';
import { PartPeople } from './usecases/people/part-people.js';
import { PlaceInCollection } from './usecases/people/place-in-collection.js';
import { ReadCollections } from './usecases/people/read-collections.js';
import { ReadProfile } from './usecases/people/read-profile.js';
import { PostsWithMine } from './wire/posts-with-mine.js';
import { ShownPosts } from './wire/shown-posts.js';
import { CollectedController } from './wire/people/collected.controller.js';
import { CollectionViews } from './wire/people/collection-views.js';
import { CollectionsController } from './wire/people/collections.controller.js';
import { communityLimits } from './wire/people/contract-limits.js';
import { FollowGateway } from './wire/people/follow.gateway.js';
import { FollowPeopleWhoPart } from './wire/people/follow-people-who-part.js';
import { MadeController } from './wire/people/made.controller.js';
import { MadeViews } from './wire/people/made-views.js';
import { MyFollowsPart } from './wire/people/my-follows-part.js';
import { PersonalCommunity } from './wire/people/personal-community.js';
import { PostsOfPeople } from './wire/people/posts-of-people.js';
import { ProfilesController } from './wire/people/profiles.controller.js';

/** People's pages: who follows whom, and what they keep together. */
export const people = {
  controllers: [ProfilesController, CollectionsController, CollectedController, MadeController],
  providers: [
    { provide: Follows, useClass: SqlFollows },
    { provide: Collections, useClass: SqlCollections },
    { provide: Profiles, useClass: SqlProfiles },
    { provide: CommunityLimits, useValue: communityLimits },
    ...[MayReach, Follow, ListFollows, PartPeople, ReadProfile, ExportCommunity],
    ...[NewThings, NewCollection, ChangeCollection, NameCollection, PlaceInCollection, ReadCollections],
    { provide: ShownPosts, useClass: PostsWithMine },
    ...[
      CollectionViews,
      MadeViews,
      PostsOfPeople,
      FollowGateway,
      MyFollowsPart,
      FollowPeopleWhoPart,
      PersonalCommunity,
    ],
  ],
};
