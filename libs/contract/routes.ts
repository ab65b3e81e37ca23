import { z } from 'zod';
import {
  AccountsFound,
  AccountsQuery,
  Appoint,
  BlockList,
  ChangeMe,
  ChangePassword,
  ClaimInstance,
  DeleteMe,
  EndSessions,
  MeView,
  PeopleFound,
  PeopleQuery,
  PictureCrop,
  SessionList,
  SignIn,
  SignUp,
  WhoAmI,
} from './accounts.js';
import { CommentPage, CommentQuery } from './comments.js';
import {
  ChangeCollection,
  CollectionDetail,
  CollectionList,
  CollectionView,
  MadeList,
  NewCollection,
  PageQuery,
  PersonPage,
  PlaceInCollection,
  ProfileDetail,
  RoomsOf,
} from './community.js';
import { FindQuery, Found, SuggestionList, SuggestQuery } from './finding.js';
import { ModelList, UploadView } from './generation.js';
import { ChoicesQuery, ModelChoices, ModelsQuery } from './hub-choices.js';
import { DependantsQuery, HubDependants, HubMatch, HubPage, HubQuery } from './hub-finding.js';
import { ChangeHubModel, ChangeHubVersion } from './hub-forms.js';
import { HubModelDetail, SampleView } from './hub-views.js';
import { DraftForm, DraftList, DraftView, NewDraft, TurnedAway } from './hub-drafts.js';
import { HubCommentPage, HubCommentQuery, ReviewPage } from './hub-talk.js';
import { InFeed, InFeedQuery, MyPromptPage, MyPromptsQuery, MyTakePage, MyTakesQuery } from './my-takes.js';
import { FeedQuery, MadePostsQuery, PostDetail, PostPage, PostUploadView } from './posts.js';
import {
  InvitationList,
  InvitationPreview,
  InvitationView,
  LobbyView,
  NewInvitation,
  NewRoom,
  OpenDirect,
  RoomView,
} from './rooms.js';
import type { Route } from './route.js';
import { SAFETY_CASE_ROUTES } from './safety-case-routes.js';
import { SAFETY_STYLE_ROUTES } from './safety-styles.js';
import { SAFETY_WORD_ROUTES } from './safety-words.js';

export const Health = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    mode: z.enum(['embedded', 'cluster']),
    version: z.string(),
    database: z.enum(['up', 'down']),
    bus: z.enum(['in-process', 'up', 'down']),
    renderer: z.enum(['ready', 'starting', 'away']),
    /** How far what people upload is kept from everything else while it is tried here; `none` where nobody tries it. */
    modelTrials: z.enum(['bubblewrap', 'user', 'limits', 'none']),
    eventLoopDelayP99Ms: z.number(),
    sockets: z.number().int(),
    uptimeSeconds: z.number(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const LobbyQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  search: z.string().max(100).optional(),
});

/** HTTP, for what a page needs before its socket stands. `:name` marks a parameter. */
export const ROUTES = {
  health: { method: 'GET', path: '/api/health', reply: Health, status: 200, opens: 'banned' },
  signUp: { method: 'POST', path: '/api/accounts', body: SignUp, reply: MeView, status: 201, opens: 'banned' },
  signIn: { method: 'POST', path: '/api/session', body: SignIn, reply: MeView, status: 200, opens: 'banned' },
  signOut: { method: 'DELETE', path: '/api/session', status: 204, opens: 'banned' },
  whoAmI: { method: 'GET', path: '/api/me', reply: WhoAmI, status: 200, opens: 'banned' },
  changeMe: { method: 'PATCH', path: '/api/me', body: ChangeMe, reply: MeView, status: 200, opens: 'muted' },
  changePassword: { method: 'POST', path: '/api/me/password', body: ChangePassword, status: 204, opens: 'muted' },
  deleteMe: { method: 'DELETE', path: '/api/me', body: DeleteMe, status: 204, opens: 'banned' },
  /** A zip: account, messages, takes with their pictures, uploads, as JSON and files. */
  exportMe: { method: 'GET', path: '/api/me/export', status: 200, opens: 'banned' },
  sessions: { method: 'GET', path: '/api/me/sessions', reply: SessionList, status: 200 },
  endSession: { method: 'DELETE', path: '/api/me/sessions/:sessionId', status: 204, opens: 'muted' },
  endSessions: { method: 'DELETE', path: '/api/me/sessions', query: EndSessions, status: 204, opens: 'muted' },
  /** The body is the picture itself: PNG, JPEG or WebP. */
  changeMyPicture: { method: 'PUT', path: '/api/me/picture', query: PictureCrop, reply: MeView, status: 200 },
  removeMyPicture: { method: 'DELETE', path: '/api/me/picture', reply: MeView, status: 200, opens: 'muted' },
  blocks: { method: 'GET', path: '/api/me/blocks', reply: BlockList, status: 200 },
  block: { method: 'PUT', path: '/api/me/blocks/:personId', status: 204, opens: 'muted' },
  unblock: { method: 'DELETE', path: '/api/me/blocks/:personId', status: 204, opens: 'muted' },
  people: { method: 'GET', path: '/api/people', query: PeopleQuery, reply: PeopleFound, status: 200 },
  /** Named by what it is, so that it can be kept for ever. */
  personPicture: { method: 'GET', path: '/api/people/:personId/picture/:hash', status: 200 },
  claimInstance: {
    method: 'POST',
    path: '/api/instance/claim',
    body: ClaimInstance,
    reply: MeView,
    status: 200,
    opens: 'muted',
  },
  accounts: { method: 'GET', path: '/api/admin/accounts', query: AccountsQuery, reply: AccountsFound, status: 200 },
  appoint: { method: 'PATCH', path: '/api/admin/accounts/:accountId', body: Appoint, status: 204 },
  lobby: { method: 'GET', path: '/api/rooms', query: LobbyQuery, reply: LobbyView, status: 200 },
  openRoom: { method: 'POST', path: '/api/rooms', body: NewRoom, reply: RoomView, status: 201 },
  openDirect: { method: 'POST', path: '/api/direct', body: OpenDirect, reply: RoomView, status: 200 },
  invite: {
    method: 'POST',
    path: '/api/rooms/:roomId/invitations',
    body: NewInvitation.prefault({}),
    reply: InvitationView,
    status: 201,
    room: { needs: 'write', exceptions: { notDirect: true } },
  },
  invitations: {
    method: 'GET',
    path: '/api/rooms/:roomId/invitations',
    reply: InvitationList,
    status: 200,
    room: { needs: 'write', exceptions: { staysOpen: true, notDirect: true } },
  },
  /** Whoever made it, and whoever owns the room. */
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/rooms/:roomId/invitations/:invitationId',
    status: 204,
    room: { needs: 'react', exceptions: { staysOpen: true, notDirect: true } },
  },
  invitation: { method: 'GET', path: '/api/invitations/:token', reply: InvitationPreview, status: 200 },
  acceptInvitation: { method: 'POST', path: '/api/invitations/:token', reply: RoomView, status: 200 },
  models: { method: 'GET', path: '/api/models', query: ModelsQuery, reply: ModelList, status: 200 },
  /** What a room can choose: of this instance's folder and of the hub, what fits first, and why not for the rest. */
  modelChoices: { method: 'GET', path: '/api/models/choices', query: ChoicesQuery, reply: ModelChoices, status: 200 },
  /** A whole SHA-256 or its first digits, ten at least: of a folder, a file, or a LoRA's weights alone. */
  modelByHash: { method: 'GET', path: '/api/models/by-hash/:hash', reply: HubMatch, status: 200 },
  findHub: { method: 'GET', path: '/api/hub/models', query: HubQuery, reply: HubPage, status: 200 },
  /** By its id, or by what settings call one of its versions (`useId`): so pictures and infotexts lead to it. */
  hubModel: { method: 'GET', path: '/api/hub/models/:modelId', reply: HubModelDetail, status: 200 },
  changeHubModel: {
    ...{ method: 'PATCH', path: '/api/hub/models/:modelId', body: ChangeHubModel, reply: HubModelDetail, status: 200 },
  },
  removeHubModel: { method: 'DELETE', path: '/api/hub/models/:modelId', status: 204, opens: 'muted' },
  /** What would miss the model, or with `versionId` that version. */
  hubDependants: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/dependants', query: DependantsQuery },
    ...{ reply: HubDependants, status: 200 },
  },
  changeHubVersion: {
    ...{ method: 'PATCH', path: '/api/hub/versions/:versionId', body: ChangeHubVersion },
    ...{ reply: HubModelDetail, status: 200 },
  },
  removeHubVersion: { method: 'DELETE', path: '/api/hub/versions/:versionId', status: 204, opens: 'muted' },
  /** With Range; `position` as the version lists its files. */
  hubFile: { method: 'GET', path: '/api/hub/versions/:versionId/files/:position', status: 200 },
  /** All files of a version, with Range. */
  hubZip: { method: 'GET', path: '/api/hub/versions/:versionId/zip', status: 200 },
  hubSample: { method: 'GET', path: '/api/hub/samples/:sampleId', status: 200 },
  /** As large as lists show it. */
  hubSmallSample: { method: 'GET', path: '/api/hub/samples/:sampleId/small', status: 200 },
  /** The body is the picture itself: its maker chose it. */
  addHubSample: {
    ...{ method: 'POST', path: '/api/hub/versions/:versionId/samples', reply: SampleView, status: 201 },
  },
  removeHubSample: { method: 'DELETE', path: '/api/hub/samples/:sampleId', status: 204, opens: 'muted' },
  hubDrafts: { method: 'GET', path: '/api/hub/drafts', reply: DraftList, status: 200 },
  /** The same `clientId` again gives the same draft. */
  newHubDraft: { method: 'POST', path: '/api/hub/drafts', body: NewDraft, reply: DraftView, status: 201 },
  hubDraft: { method: 'GET', path: '/api/hub/drafts/:draftId', reply: DraftView, status: 200 },
  /** The form as it is now; fields left out are unsaid. */
  changeHubDraft: { method: 'PUT', path: '/api/hub/drafts/:draftId', body: DraftForm, reply: DraftView, status: 200 },
  removeHubDraft: { method: 'DELETE', path: '/api/hub/drafts/:draftId', status: 204, opens: 'muted' },
  removeHubDraftFile: { method: 'DELETE', path: '/api/hub/drafts/:draftId/files/:fileId', status: 204, opens: 'muted' },
  /** What the page refused by itself, so that it is told again on another day. */
  turnAwayHubDraftFile: {
    ...{ method: 'POST', path: '/api/hub/drafts/:draftId/turned-away', body: TurnedAway, status: 204, opens: 'muted' },
  },
  /** Everything has arrived: look at it as a whole, and try it. Goes on by itself; `hub.drafted` tells how far. */
  checkHubDraft: { method: 'POST', path: '/api/hub/drafts/:draftId/check', reply: DraftView, status: 202 },
  /** Again gives the same version. */
  publishHubDraft: { method: 'POST', path: '/api/hub/drafts/:draftId/publish', reply: HubModelDetail, status: 201 },
  hubReviews: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/reviews', query: PageQuery, reply: ReviewPage, status: 200 },
  },
  hubComments: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/comments', query: HubCommentQuery },
    ...{ reply: HubCommentPage, status: 200 },
  },
  /** Published pictures made with any of its versions. */
  hubGallery: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/posts', query: MadePostsQuery },
    ...{ reply: PostPage, status: 200 },
  },
  /** The body is the picture itself: PNG, JPEG or WebP. */
  upload: {
    method: 'POST',
    path: '/api/rooms/:roomId/uploads',
    reply: UploadView,
    status: 201,
    room: { needs: 'write' },
  },
  uploaded: {
    method: 'GET',
    path: '/api/rooms/:roomId/uploads/:uploadId',
    status: 200,
    room: { needs: 'read' },
  },
  inFeed: {
    method: 'GET',
    path: '/api/rooms/:roomId/in-feed',
    query: InFeedQuery,
    reply: InFeed,
    status: 200,
    room: { needs: 'read' },
  },
  posts: { method: 'GET', path: '/api/posts', query: FeedQuery, reply: PostPage, status: 200 },
  post: { method: 'GET', path: '/api/posts/:postId', reply: PostDetail, status: 200 },
  /** PNG with its parameters inside; `?download` names the file. */
  postPicture: { method: 'GET', path: '/api/posts/:postId/picture', status: 200 },
  /** WebP; named by what it is, so that it can be kept for ever. `side` is one of PREVIEW_SIDES. */
  postPreview: { method: 'GET', path: '/api/posts/:postId/previews/:side/:hash', status: 200 },
  comments: {
    method: 'GET',
    path: '/api/posts/:postId/comments',
    query: CommentQuery,
    reply: CommentPage,
    status: 200,
  },
  /** The body is the picture itself: PNG, JPEG or WebP. */
  uploadPost: { method: 'POST', path: '/api/post-uploads', reply: PostUploadView, status: 201 },
  uploadedPost: { method: 'GET', path: '/api/post-uploads/:uploadId', status: 200 },
  find: { method: 'GET', path: '/api/search', query: FindQuery, reply: Found, status: 200 },
  suggest: { method: 'GET', path: '/api/search/suggestions', query: SuggestQuery, reply: SuggestionList, status: 200 },
  profile: { method: 'GET', path: '/api/people/:personId', reply: ProfileDetail, status: 200 },
  /** Those they published and those they took part in. */
  postsOf: { method: 'GET', path: '/api/people/:personId/posts', query: PageQuery, reply: PostPage, status: 200 },
  /** Models and LoRAs they made. */
  madeBy: { method: 'GET', path: '/api/people/:personId/models', reply: MadeList, status: 200 },
  roomsOf: { method: 'GET', path: '/api/people/:personId/rooms', reply: RoomsOf, status: 200 },
  followersOf: {
    ...{ method: 'GET', path: '/api/people/:personId/followers', query: PageQuery, reply: PersonPage, status: 200 },
  },
  followedBy: {
    ...{ method: 'GET', path: '/api/people/:personId/following', query: PageQuery, reply: PersonPage, status: 200 },
  },
  /** The shared ones; all of them where it is me. */
  collectionsOf: { method: 'GET', path: '/api/people/:personId/collections', reply: CollectionList, status: 200 },
  newCollection: { method: 'POST', path: '/api/collections', body: NewCollection, reply: CollectionView, status: 201 },
  collection: {
    ...{
      method: 'GET',
      path: '/api/collections/:collectionId',
      query: PageQuery,
      reply: CollectionDetail,
      status: 200,
    },
  },
  changeCollection: {
    ...{
      method: 'PATCH',
      path: '/api/collections/:collectionId',
      body: ChangeCollection,
      reply: CollectionView,
      status: 200,
    },
  },
  removeCollection: { method: 'DELETE', path: '/api/collections/:collectionId', status: 204, opens: 'muted' },
  /** Puts it there, or moves it. */
  placeInCollection: {
    ...{ method: 'PUT', path: '/api/collections/:collectionId/posts/:postId', body: PlaceInCollection, status: 204 },
  },
  takeFromCollection: {
    method: 'DELETE',
    path: '/api/collections/:collectionId/posts/:postId',
    status: 204,
    opens: 'muted',
  },
  myTakes: { method: 'GET', path: '/api/me/takes', query: MyTakesQuery, reply: MyTakePage, status: 200 },
  myPrompts: { method: 'GET', path: '/api/me/prompts', query: MyPromptsQuery, reply: MyPromptPage, status: 200 },
  ...SAFETY_WORD_ROUTES,
  ...SAFETY_STYLE_ROUTES,
  releaseModel: { method: 'DELETE', path: '/api/admin/quarantine/:model', status: 204 },
  picture: { method: 'GET', path: '/api/takes/:takeId/pictures/:index', status: 200 },
  ...SAFETY_CASE_ROUTES,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
