import { z } from 'zod';
import { PersonView } from './accounts.js';
import { ModelFamily } from './generation.js';
import { LIMITS } from './limits.js';
import { PostPage, PostView } from './posts.js';
import { At, Id, onOneLine, text, withoutTowers, words } from './primitives.js';
import { RoomView } from './rooms.js';

/** A person's page, the same for whoever looks. */
export const ProfileView = z
  .strictObject({
    person: PersonView,
    about: z.string(),
    since: At,
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
    mine: z
      .strictObject({
        ...{ follows: z.boolean(), followsMe: z.boolean(), blocked: z.boolean() },
        leftOut: z.strictObject({ posts: z.number().int(), models: z.number().int() }).optional(),
      })
      .nullable(),
  })
  .meta({ id: 'ProfileDetail' });
export type ProfileDetail = z.infer<typeof ProfileDetail>;

const paged = { cursor: z.string().max(200).optional() };
export const PageQuery = z.strictObject(paged);
export const PersonPage = z
  .strictObject({ people: z.array(PersonView), nextCursor: z.string().nullable() })
  .meta({ id: 'PersonPage' });
export type PersonPage = z.infer<typeof PersonPage>;
/** Public rooms somebody belongs to, those they own first. */
export const RoomsOf = z.strictObject({ rooms: z.array(RoomView) }).meta({ id: 'RoomsOf' });
export type RoomsOf = z.infer<typeof RoomsOf>;

/** A model or a LoRA of this instance's folder that somebody made. Without `title` it is not here any more. */
export const MadeView = z
  .strictObject({
    kind: z.enum(['model', 'lora']),
    /** Its folder's or file's name: what posts are narrowed by. */
    id: z.string(),
    title: z.string().optional(),
    about: z.strictObject({ en: z.string(), zh: z.string() }).optional(),
    /** Of a LoRA: of the first model that it fits. */
    family: ModelFamily.optional(),
    /** Published ones made with it, at most LIMITS.picturesCounted. */
    pictures: z.number().int(),
    /** The newest of them. */
    cover: z.array(PostView).max(LIMITS.collectionCover),
  })
  .meta({ id: 'Made' });
export type MadeView = z.infer<typeof MadeView>;
export const MadeList = z.strictObject({ made: z.array(MadeView) }).meta({ id: 'MadeList' });
export type MadeList = z.infer<typeof MadeList>;

/** Pictures somebody keeps together, in an order of their own. A shared one is seen by everybody. */
export const CollectionView = z
  .strictObject({
    id: Id,
    owner: PersonView,
    title: z.string(),
    about: z.string(),
    isShared: z.boolean(),
    count: z.number().int(),
    /** Its first pictures. */
    cover: z.array(PostView).max(LIMITS.collectionCover),
    changedAt: At,
  })
  .meta({ id: 'Collection' });
export type CollectionView = z.infer<typeof CollectionView>;
export const CollectionList = z.strictObject({ collections: z.array(CollectionView) }).meta({ id: 'CollectionList' });
export type CollectionList = z.infer<typeof CollectionList>;
/** `leftOut`: so many more there are, that who asks has chosen to hide. */
export const CollectionDetail = z
  .strictObject({ collection: CollectionView, page: PostPage, leftOut: z.number().int().optional() })
  .meta({ id: 'CollectionDetail' });
export type CollectionDetail = z.infer<typeof CollectionDetail>;

const aspects = {
  title: onOneLine(words(LIMITS.titleLength)),
  about: withoutTowers(text(LIMITS.collectionAboutLength)),
  isShared: z.boolean(),
};
export const NewCollection = z
  .strictObject({ title: aspects.title, about: aspects.about.default(''), isShared: aspects.isShared.default(false) })
  .meta({ id: 'NewCollection' });
export const ChangeCollection = z.strictObject(aspects).partial().meta({ id: 'ChangeCollection' });
/** Where among the others: right after this post, null for the first place; absent: at the end. */
export const PlaceInCollection = z.strictObject({ afterPostId: Id.nullable().optional() });
