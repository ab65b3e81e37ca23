import { z } from 'zod';
import { UserView } from './accounts.js';
import { ModelFamily } from './generation.js';
import { LIMITS } from './limits.js';
import { PostPage, PostView } from './posts.js';
import { Timestamp, Id, singleLineText, text, limitCombiningMarks, nonBlankText } from './primitives.js';
import { RoomView } from './rooms.js';

/** A user's page, the same for whoever looks. */
export const ProfileView = z
  .strictObject({
    user: UserView,
    bio: z.string(),
    since: Timestamp,
    counts: z.strictObject({
      posts: z.number().int(),
      rooms: z.number().int(),
      collections: z.number().int(),
      /** Models and LoRAs they made: of this instance's folder, and published in the hub. */
      models: z.number().int(),
      followers: z.number().int(),
      following: z.number().int(),
    }),
    /** Put there by `visionary seed`. */
    isSample: z.boolean(),
  })
  .meta({ id: 'Profile' });
export type ProfileView = z.infer<typeof ProfileView>;
/** `mine` null for visitors and for myself. `leftOut`: so many more there are, that who asks has chosen to hide. */
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

const paged = { cursor: z.string().max(200).optional() };
export const PageQuery = z.strictObject(paged);
export const UserPage = z
  .strictObject({ users: z.array(UserView), nextCursor: z.string().nullable() })
  .meta({ id: 'UserPage' });
export type UserPage = z.infer<typeof UserPage>;
/** Public rooms somebody belongs to, those they own first. */
export const UserRooms = z.strictObject({ rooms: z.array(RoomView) }).meta({ id: 'RoomsOf' });
export type UserRooms = z.infer<typeof UserRooms>;

/** A model or a LoRA of this instance's folder that somebody made. Without `title` it is not here any more. */
export const UserModelView = z
  .strictObject({
    kind: z.enum(['model', 'lora']),
    /** Its folder's or file's name: what posts are narrowed by. */
    id: z.string(),
    title: z.string().optional(),
    description: z.strictObject({ en: z.string(), zh: z.string() }).optional(),
    /** Of a LoRA: of the first model that it fits. */
    family: ModelFamily.optional(),
    /** Published ones made with it, at most LIMITS.picturesCounted. */
    images: z.number().int(),
    /** The newest of them. */
    cover: z.array(PostView).max(LIMITS.collectionCover),
  })
  .meta({ id: 'Made' });
export type UserModelView = z.infer<typeof UserModelView>;
export const UserModelList = z.strictObject({ made: z.array(UserModelView) }).meta({ id: 'MadeList' });
export type UserModelList = z.infer<typeof UserModelList>;

/** Images somebody keeps together, in an order of their own. A shared one is seen by everybody. */
export const CollectionView = z
  .strictObject({
    id: Id,
    owner: UserView,
    title: z.string(),
    description: z.string(),
    isShared: z.boolean(),
    count: z.number().int(),
    /** Its first images. */
    cover: z.array(PostView).max(LIMITS.collectionCover),
    changedAt: Timestamp,
  })
  .meta({ id: 'Collection' });
export type CollectionView = z.infer<typeof CollectionView>;
export const CollectionList = z.strictObject({ collections: z.array(CollectionView) }).meta({ id: 'CollectionList' });
export type CollectionList = z.infer<typeof CollectionList>;
/** `leftOut`: so many more there are, that who asks has chosen to hide. */
export const CollectionDetail = z
  .strictObject({ collection: CollectionView, page: PostPage, hiddenCounts: z.number().int().optional() })
  .meta({ id: 'CollectionDetail' });
export type CollectionDetail = z.infer<typeof CollectionDetail>;

const aspects = {
  title: singleLineText(nonBlankText(LIMITS.titleLength)),
  description: limitCombiningMarks(text(LIMITS.collectionAboutLength)),
  isShared: z.boolean(),
};
export const NewCollection = z
  .strictObject({
    title: aspects.title,
    description: aspects.description.default(''),
    isShared: aspects.isShared.default(false),
  })
  .meta({ id: 'NewCollection' });
export const UpdateCollection = z.strictObject(aspects).partial().meta({ id: 'ChangeCollection' });
/** Where among the others: right after this post, null for the first place; absent: at the end. */
export const SetCollectionPosition = z.strictObject({ afterPostId: Id.nullable().optional() });
