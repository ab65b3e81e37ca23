import { z } from 'zod';
import { UserView } from './accounts.js';
import { ModelFamily } from './models.js';
import { LIMITS } from './limits.js';
import { PostPage, PostView } from './posts.js';
import { Timestamp, Id, singleLineText, text, limitCombiningMarks, nonBlankText } from './primitives.js';
import { RoomView } from './rooms.js';

/** A user's profile, the same for every viewer. */
export const ProfileView = z
  .strictObject({
    user: UserView,
    bio: z.string(),
    since: Timestamp,
    counts: z.strictObject({
      posts: z.number().int(),
      rooms: z.number().int(),
      collections: z.number().int(),
      /** Models and LoRAs they made: local ones and those published in the hub. */
      models: z.number().int(),
      followers: z.number().int(),
      following: z.number().int(),
    }),
    /** Created by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'Profile' });
export type ProfileView = z.infer<typeof ProfileView>;
/**
 * `viewerState` is null for visitors and on one's own profile. `hiddenCounts` counts what the viewer's content settings
 * hide.
 */
export const ProfileDetail = z
  .strictObject({
    profile: ProfileView,
    viewerState: z
      .strictObject({
        ...{ follows: z.boolean(), followsMe: z.boolean(), blocked: z.boolean() },
        hiddenCounts: z.strictObject({ posts: z.number().int(), models: z.number().int() }).optional(),
      })
      .nullable(),
  })
  .meta({ id: 'ProfileDetail' });
export type ProfileDetail = z.infer<typeof ProfileDetail>;

const cursorField = { cursor: z.string().max(200).optional() };
export const PageQuery = z.strictObject(cursorField);
export const UserPage = z
  .strictObject({ users: z.array(UserView), nextCursor: z.string().nullable() })
  .meta({ id: 'UserPage' });
export type UserPage = z.infer<typeof UserPage>;
/** Public rooms of a user, owned ones first. */
export const UserRooms = z.strictObject({ rooms: z.array(RoomView) }).meta({ id: 'UserRooms' });
export type UserRooms = z.infer<typeof UserRooms>;

/** A local model or LoRA of a creator. `title` is absent if it isn't installed any more. */
export const UserModelView = z
  .strictObject({
    kind: z.enum(['model', 'lora']),
    /** Folder or file name, as the filters of the feed use it. */
    id: z.string(),
    title: z.string().optional(),
    description: z.strictObject({ en: z.string(), zh: z.string() }).optional(),
    /** For a LoRA, the family of the first compatible model. */
    family: ModelFamily.optional(),
    /** Published images made with it, at most LIMITS.modelImageCountCap. */
    images: z.number().int(),
    /** The newest posts made with it. */
    cover: z.array(PostView).max(LIMITS.collectionCover),
  })
  .meta({ id: 'UserModel' });
export type UserModelView = z.infer<typeof UserModelView>;
export const UserModelList = z.strictObject({ made: z.array(UserModelView) }).meta({ id: 'UserModelList' });
export type UserModelList = z.infer<typeof UserModelList>;

/** A user's ordered list of posts. A shared one is visible to everyone. */
export const CollectionView = z
  .strictObject({
    id: Id,
    owner: UserView,
    title: z.string(),
    description: z.string(),
    isShared: z.boolean(),
    count: z.number().int(),
    /** Its first posts. */
    cover: z.array(PostView).max(LIMITS.collectionCover),
    changedAt: Timestamp,
  })
  .meta({ id: 'Collection' });
export type CollectionView = z.infer<typeof CollectionView>;
export const CollectionList = z.strictObject({ collections: z.array(CollectionView) }).meta({ id: 'CollectionList' });
export type CollectionList = z.infer<typeof CollectionList>;
/** `hiddenCounts` counts posts that the viewer's content settings hide. */
export const CollectionDetail = z
  .strictObject({ collection: CollectionView, page: PostPage, hiddenCounts: z.number().int().optional() })
  .meta({ id: 'CollectionDetail' });
export type CollectionDetail = z.infer<typeof CollectionDetail>;

const collectionFields = {
  title: singleLineText(nonBlankText(LIMITS.titleLength)),
  description: limitCombiningMarks(text(LIMITS.collectionAboutLength)),
  isShared: z.boolean(),
};
export const NewCollection = z
  .strictObject({
    title: collectionFields.title,
    description: collectionFields.description.default(''),
    isShared: collectionFields.isShared.default(false),
  })
  .meta({ id: 'NewCollection' });
export const UpdateCollection = z.strictObject(collectionFields).partial().meta({ id: 'UpdateCollection' });
/** Position in the collection: after this post; null for first; absent for last. */
export const SetCollectionPosition = z.strictObject({ afterPostId: Id.nullable().optional() });
