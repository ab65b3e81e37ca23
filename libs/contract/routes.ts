import { z } from 'zod';
import { Provider } from './devices.js';
import {
  AccountList,
  AccountsQuery,
  SetAccountRole,
  BlockedUsers,
  UpdateProfile,
  ChangePassword,
  ClaimInstance,
  DeleteAccount,
  EndSessions,
  MeView,
  UserList,
  UserSearchQuery,
  AvatarCrop,
  SessionList,
  SignIn,
  SignUp,
  CurrentSession,
} from './accounts.js';
import { CommentPage, CommentQuery } from './comments.js';
import {
  UpdateCollection,
  CollectionDetail,
  CollectionList,
  CollectionView,
  UserModelList,
  NewCollection,
  PageQuery,
  UserPage,
  SetCollectionPosition,
  ProfileDetail,
  UserRooms,
} from './profiles-and-collections.js';
import { SearchQuery, SearchResults, SuggestionList, SuggestQuery } from './search.js';
import { ClipQuery, ReplayView, UploadView } from './generation.js';
import { ModelList } from './models.js';
import { LENDING_ROUTES } from './lending.js';
import { TakeActivityView } from './admin.js';
import { AdditionChoices, AdditionsQuery, ModelPickerQuery, ModelPickerPage, ModelsQuery } from './model-picker.js';
import { RecognizedFile, RecognizeHubFileQuery } from './hub-recognition.js';
import { VersionUsageQuery, VersionUsage, HashMatch, HubPage, HubQuery } from './hub-search.js';
import { UpdateHubModel, UpdateHubVersion } from './hub-forms.js';
import { HubModelDetail, SampleView } from './hub-views.js';
import { InstanceView, SeedStatus, UpdateInstance } from './instance.js';
import {
  DraftForm,
  DraftList,
  DraftView,
  NewDraft,
  PublishedDraftFile,
  RecognizedDraftFiles,
  RejectedFile,
} from './hub-drafts.js';
import { ReviewPage } from './hub-feedback.js';
import {
  PublishedTakes,
  PublishedTakesQuery,
  MyPromptPage,
  MyPromptsQuery,
  MyTakePage,
  MyTakesQuery,
} from './my-takes.js';
import { FeedQuery, ModelPostsQuery, PostDetail, PostPage, PostUploadView } from './posts.js';
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
import { TRUSTED_MODEL_ROUTES } from './trusted-models.js';
import { SAFETY_PROMPT_PREFIX_ROUTES } from './safety-prompt-prefixes.js';
import { SAFETY_BLOCKED_TERM_ROUTES } from './safety-blocked-terms.js';
import { ModelPictureQuery, VocabularyQuery, VocabularyView } from './vocabulary.js';

export const Health = z
  .strictObject({
    status: z.enum(['ok', 'degraded']),
    mode: z.enum(['embedded', 'cluster']),
    version: z.string(),
    database: z.enum(['up', 'down']),
    bus: z.enum(['in-process', 'up', 'down']),
    renderer: z.enum(['ready', 'starting', 'unavailable']),
    /** What the renderers that are ready compute with. */
    providers: z.array(Provider),
    /** `low`: the disk of DATA_DIR has less free space than MIN_FREE_SPACE, so new files are rejected. `unwritable`: nothing can be written there. */
    storage: z.enum(['ok', 'low', 'unwritable']),
    /** The weakest isolation of the processes of this node that handle files of strangers. */
    isolation: z.enum(['bubblewrap', 'user', 'limits', 'unknown']),
    eventLoopDelayP99Ms: z.number(),
    sockets: z.number().int(),
    uptimeSeconds: z.number(),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;

export const Ready = z.strictObject({ status: z.literal('ready') }).meta({ id: 'Ready' });
export type Ready = z.infer<typeof Ready>;

export const LobbyQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  search: z.string().max(100).optional(),
});

/** HTTP routes, mostly for what a client needs before its socket connects. `:name` marks a parameter. */
export const ROUTES = {
  health: { method: 'GET', path: '/api/health', reply: Health, status: 200, allowedWhen: 'banned' },
  /** For load balancers: 503 while this node drains or its database is down. */
  ready: { method: 'GET', path: '/api/ready', reply: Ready, status: 200, allowedWhen: 'banned' },
  signUp: { method: 'POST', path: '/api/accounts', body: SignUp, reply: MeView, status: 201, allowedWhen: 'banned' },
  signIn: { method: 'POST', path: '/api/session', body: SignIn, reply: MeView, status: 200, allowedWhen: 'banned' },
  signOut: { method: 'DELETE', path: '/api/session', status: 204, allowedWhen: 'banned' },
  getCurrentSession: { method: 'GET', path: '/api/me', reply: CurrentSession, status: 200, allowedWhen: 'banned' },
  updateProfile: {
    method: 'PATCH',
    path: '/api/me',
    body: UpdateProfile,
    reply: MeView,
    status: 200,
    allowedWhen: 'muted',
  },
  changePassword: { method: 'POST', path: '/api/me/password', body: ChangePassword, status: 204, allowedWhen: 'muted' },
  deleteAccount: { method: 'DELETE', path: '/api/me', body: DeleteAccount, status: 204, allowedWhen: 'banned' },
  /** A zip of account, messages, takes with their images, and uploads, as JSON and files. */
  exportAccount: { method: 'GET', path: '/api/me/export', status: 200, allowedWhen: 'banned' },
  sessions: { method: 'GET', path: '/api/me/sessions', reply: SessionList, status: 200 },
  revokeSession: { method: 'DELETE', path: '/api/me/sessions/:sessionId', status: 204, allowedWhen: 'muted' },
  revokeSessions: { method: 'DELETE', path: '/api/me/sessions', query: EndSessions, status: 204, allowedWhen: 'muted' },
  /** The body is the image: PNG, JPEG, or WebP. */
  setAvatar: { method: 'PUT', path: '/api/me/avatar', query: AvatarCrop, reply: MeView, status: 200 },
  removeAvatar: { method: 'DELETE', path: '/api/me/avatar', reply: MeView, status: 200, allowedWhen: 'muted' },
  blocks: { method: 'GET', path: '/api/me/blocks', reply: BlockedUsers, status: 200 },
  block: { method: 'PUT', path: '/api/me/blocks/:userId', status: 204, allowedWhen: 'muted' },
  unblock: { method: 'DELETE', path: '/api/me/blocks/:userId', status: 204, allowedWhen: 'muted' },
  searchUsers: { method: 'GET', path: '/api/users', query: UserSearchQuery, reply: UserList, status: 200 },
  /** Addressed by content hash, so that it can be cached forever. */
  userAvatar: { method: 'GET', path: '/api/users/:userId/avatar/:hash', status: 200 },
  claimInstance: {
    method: 'POST',
    path: '/api/instance/claim',
    body: ClaimInstance,
    reply: MeView,
    status: 200,
    allowedWhen: 'muted',
  },
  updateInstance: {
    method: 'PATCH',
    path: '/api/admin/instance',
    body: UpdateInstance,
    reply: InstanceView,
    status: 200,
  },
  seedStatus: { method: 'GET', path: '/api/admin/samples', reply: SeedStatus, status: 200 },
  addSeed: { method: 'POST', path: '/api/admin/samples', reply: SeedStatus, status: 200 },
  removeSeed: { method: 'DELETE', path: '/api/admin/samples', reply: SeedStatus, status: 200 },
  accounts: { method: 'GET', path: '/api/admin/accounts', query: AccountsQuery, reply: AccountList, status: 200 },
  setAccountRole: { method: 'PATCH', path: '/api/admin/accounts/:accountId', body: SetAccountRole, status: 204 },
  listRooms: { method: 'GET', path: '/api/rooms', query: LobbyQuery, reply: LobbyView, status: 200 },
  createRoom: { method: 'POST', path: '/api/rooms', body: NewRoom, reply: RoomView, status: 201 },
  openDirectRoom: { method: 'POST', path: '/api/direct-rooms', body: OpenDirect, reply: RoomView, status: 200 },
  createInvitation: {
    method: 'POST',
    path: '/api/rooms/:roomId/invitations',
    body: NewInvitation.prefault({}),
    reply: InvitationView,
    status: 201,
    room: { permission: 'write', exceptions: { notInDirectRooms: true } },
  },
  invitations: {
    method: 'GET',
    path: '/api/rooms/:roomId/invitations',
    reply: InvitationList,
    status: 200,
    room: { permission: 'write', exceptions: { allowedWhenMuted: true, notInDirectRooms: true } },
  },
  /** For the creator of the invitation and for owners of the room. */
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/rooms/:roomId/invitations/:invitationId',
    status: 204,
    room: { permission: 'react', exceptions: { allowedWhenMuted: true, notInDirectRooms: true } },
  },
  previewInvitation: { method: 'GET', path: '/api/invitations/:token', reply: InvitationPreview, status: 200 },
  acceptInvitation: { method: 'POST', path: '/api/invitations/:token', reply: RoomView, status: 200 },
  models: { method: 'GET', path: '/api/models', query: ModelsQuery, reply: ModelList, status: 200 },
  /** Models a room can choose, local and from the hub. Compatible ones first, the others with the reason. */
  modelPicker: {
    method: 'GET',
    path: '/api/models/picker',
    query: ModelPickerQuery,
    reply: ModelPickerPage,
    status: 200,
  },
  /** Embeddings, VAEs, ControlNets, and upscalers by id, each with whether it fits the model. */
  additions: {
    method: 'GET',
    path: '/api/models/additions',
    query: AdditionsQuery,
    reply: AdditionChoices,
    status: 200,
  },
  /** What a model knows: things, places, styles, in both languages. */
  modelVocabulary: {
    method: 'GET',
    path: '/api/models/vocabulary',
    query: VocabularyQuery,
    reply: VocabularyView,
    status: 200,
  },
  modelPicture: { method: 'GET', path: '/api/models/picture', query: ModelPictureQuery, status: 200 },
  /** A whole SHA-256 or its first digits, at least ten: of a folder, a file, or a LoRA's weights alone. */
  modelByHash: { method: 'GET', path: '/api/models/by-hash/:hash', reply: HashMatch, status: 200 },
  searchHubModels: { method: 'GET', path: '/api/hub/models', query: HubQuery, reply: HubPage, status: 200 },
  /** By id, or by the reference of one of its versions, so that images and infotexts link to it. */
  hubModel: { method: 'GET', path: '/api/hub/models/:modelId', reply: HubModelDetail, status: 200 },
  updateHubModel: {
    ...{ method: 'PATCH', path: '/api/hub/models/:modelId', body: UpdateHubModel, reply: HubModelDetail, status: 200 },
  },
  deleteHubModel: { method: 'DELETE', path: '/api/hub/models/:modelId', status: 204, allowedWhen: 'muted' },
  /** What depends on the model, or with `versionId` on that version. */
  hubModelUsage: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/usage', query: VersionUsageQuery },
    ...{ reply: VersionUsage, status: 200 },
  },
  updateHubVersion: {
    ...{ method: 'PATCH', path: '/api/hub/versions/:versionId', body: UpdateHubVersion },
    ...{ reply: HubModelDetail, status: 200 },
  },
  deleteHubVersion: { method: 'DELETE', path: '/api/hub/versions/:versionId', status: 204, allowedWhen: 'muted' },
  /** Supports Range. `position` is the index in the version's file list. */
  hubFile: { method: 'GET', path: '/api/hub/versions/:versionId/files/:position', status: 200 },
  /** All files of a version as a zip. Supports Range. */
  hubZip: { method: 'GET', path: '/api/hub/versions/:versionId/zip', status: 200 },
  hubSample: { method: 'GET', path: '/api/hub/samples/:sampleId', status: 200 },
  /** Scaled for lists. */
  hubSampleThumbnail: { method: 'GET', path: '/api/hub/samples/:sampleId/thumbnail', status: 200 },
  /** The body is the image. */
  addHubSample: {
    ...{ method: 'POST', path: '/api/hub/versions/:versionId/samples', reply: SampleView, status: 201 },
  },
  deleteHubSample: { method: 'DELETE', path: '/api/hub/samples/:sampleId', status: 204, allowedWhen: 'muted' },
  hubDrafts: { method: 'GET', path: '/api/hub/drafts', reply: DraftList, status: 200 },
  /** Repeating a `clientId` returns the same draft. */
  createHubDraft: { method: 'POST', path: '/api/hub/drafts', body: NewDraft, reply: DraftView, status: 201 },
  hubDraft: { method: 'GET', path: '/api/hub/drafts/:draftId', reply: DraftView, status: 200 },
  /** Replaces the form. Omitted fields become empty. */
  updateHubDraft: { method: 'PUT', path: '/api/hub/drafts/:draftId', body: DraftForm, reply: DraftView, status: 200 },
  deleteHubDraft: { method: 'DELETE', path: '/api/hub/drafts/:draftId', status: 204, allowedWhen: 'muted' },
  /** Adds the VAE or preview decoder of a published version to a checkpoint's draft. Nothing is uploaded. */
  addPublishedHubDraftFile: {
    method: 'POST',
    path: '/api/hub/drafts/:draftId/published-files',
    body: PublishedDraftFile,
    reply: DraftView,
    status: 201,
  },
  deleteHubDraftFile: {
    method: 'DELETE',
    path: '/api/hub/drafts/:draftId/files/:fileId',
    status: 204,
    allowedWhen: 'muted',
  },
  /** Records a file that the client rejected before uploading, so that the draft still shows it later. */
  recordRejectedHubDraftFile: {
    method: 'POST',
    path: '/api/hub/drafts/:draftId/rejected-files',
    body: RejectedFile,
    status: 204,
    allowedWhen: 'muted',
  },
  /** Replaces what is known of a draft's files before they are uploaded, so that another page load shows them. */
  setRecognizedHubDraftFiles: {
    method: 'PUT',
    path: '/api/hub/drafts/:draftId/recognized-files',
    body: RecognizedDraftFiles,
    status: 204,
    allowedWhen: 'muted',
  },
  /** Says what a file of weights is by its header, before it is uploaded. The body is the start of the file. */
  recognizeHubFile: {
    ...{ method: 'POST', path: '/api/hub/recognized-files', query: RecognizeHubFileQuery },
    ...{ reply: RecognizedFile, status: 200 },
  },
  /**
   * All files are uploaded: check them and run the trial. Runs in the background; `hub.draftUpdated` reports progress.
   */
  checkHubDraft: { method: 'POST', path: '/api/hub/drafts/:draftId/check', reply: DraftView, status: 202 },
  /** Repeating it returns the same version. */
  publishHubDraft: { method: 'POST', path: '/api/hub/drafts/:draftId/publish', reply: HubModelDetail, status: 201 },
  hubReviews: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/reviews', query: PageQuery, reply: ReviewPage, status: 200 },
  },
  /** Published images made with any of its versions. */
  hubModelPosts: {
    ...{ method: 'GET', path: '/api/hub/models/:modelId/posts', query: ModelPostsQuery },
    ...{ reply: PostPage, status: 200 },
  },
  /** The body is the image: PNG, JPEG, or WebP. */
  uploadRoomImage: {
    method: 'POST',
    path: '/api/rooms/:roomId/uploads',
    reply: UploadView,
    status: 201,
    room: { permission: 'write' },
  },
  roomUpload: {
    method: 'GET',
    path: '/api/rooms/:roomId/uploads/:uploadId',
    status: 200,
    room: { permission: 'read' },
  },
  publishedTakes: {
    method: 'GET',
    path: '/api/rooms/:roomId/published-takes',
    query: PublishedTakesQuery,
    reply: PublishedTakes,
    status: 200,
    room: { permission: 'read' },
  },
  posts: { method: 'GET', path: '/api/posts', query: FeedQuery, reply: PostPage, status: 200 },
  post: { method: 'GET', path: '/api/posts/:postId', reply: PostDetail, status: 200 },
  /** PNG with its generation data. `?download` suggests a file name. */
  postImage: { method: 'GET', path: '/api/posts/:postId/image', status: 200 },
  /** WebP, addressed by content hash, so that it can be cached forever. `size` is one of `thumbnailSizesOf` the image, see thumbnails.ts. */
  postThumbnail: { method: 'GET', path: '/api/posts/:postId/thumbnails/:size/:hash', status: 200 },
  /** Steps of an image as one WebP, addressed by content hash as thumbnails are. */
  postReplaySheet: { method: 'GET', path: '/api/posts/:postId/replay/:hash', status: 200 },
  /** Animated WebP. `?download` suggests a file name. */
  postClip: { method: 'GET', path: '/api/posts/:postId/clip/:hash', status: 200 },
  comments: {
    method: 'GET',
    path: '/api/comments/:kind/:id',
    query: CommentQuery,
    reply: CommentPage,
    status: 200,
  },
  /** The body is the image: PNG, JPEG, or WebP. */
  uploadPostImage: { method: 'POST', path: '/api/post-uploads', reply: PostUploadView, status: 201 },
  postUpload: { method: 'GET', path: '/api/post-uploads/:uploadId', status: 200 },
  search: { method: 'GET', path: '/api/search', query: SearchQuery, reply: SearchResults, status: 200 },
  suggest: { method: 'GET', path: '/api/search/suggestions', query: SuggestQuery, reply: SuggestionList, status: 200 },
  profile: { method: 'GET', path: '/api/users/:userId', reply: ProfileDetail, status: 200 },
  /** Posts they published or participated in. */
  userPosts: { method: 'GET', path: '/api/users/:userId/posts', query: PageQuery, reply: PostPage, status: 200 },
  /** Models and LoRAs they made. */
  userModels: { method: 'GET', path: '/api/users/:userId/models', reply: UserModelList, status: 200 },
  userRooms: { method: 'GET', path: '/api/users/:userId/rooms', reply: UserRooms, status: 200 },
  userFollowers: {
    ...{ method: 'GET', path: '/api/users/:userId/followers', query: PageQuery, reply: UserPage, status: 200 },
  },
  userFollowing: {
    ...{ method: 'GET', path: '/api/users/:userId/following', query: PageQuery, reply: UserPage, status: 200 },
  },
  /** Shared collections, and all of them for their owner. */
  userCollections: { method: 'GET', path: '/api/users/:userId/collections', reply: CollectionList, status: 200 },
  createCollection: {
    method: 'POST',
    path: '/api/collections',
    body: NewCollection,
    reply: CollectionView,
    status: 201,
  },
  collection: {
    method: 'GET',
    path: '/api/collections/:collectionId',
    query: PageQuery,
    reply: CollectionDetail,
    status: 200,
  },
  updateCollection: {
    method: 'PATCH',
    path: '/api/collections/:collectionId',
    body: UpdateCollection,
    reply: CollectionView,
    status: 200,
  },
  deleteCollection: { method: 'DELETE', path: '/api/collections/:collectionId', status: 204, allowedWhen: 'muted' },
  /** Adds the post, or moves it. */
  setCollectionPosition: {
    method: 'PUT',
    path: '/api/collections/:collectionId/posts/:postId',
    body: SetCollectionPosition,
    status: 204,
  },
  removeFromCollection: {
    method: 'DELETE',
    path: '/api/collections/:collectionId/posts/:postId',
    status: 204,
    allowedWhen: 'muted',
  },
  myTakes: { method: 'GET', path: '/api/me/takes', query: MyTakesQuery, reply: MyTakePage, status: 200 },
  myPrompts: { method: 'GET', path: '/api/me/prompts', query: MyPromptsQuery, reply: MyPromptPage, status: 200 },
  ...LENDING_ROUTES,
  ...SAFETY_BLOCKED_TERM_ROUTES,
  ...SAFETY_PROMPT_PREFIX_ROUTES,
  takeActivity: { method: 'GET', path: '/api/admin/activity', reply: TakeActivityView, status: 200 },
  releaseQuarantinedModel: { method: 'DELETE', path: '/api/admin/quarantine/:model', status: 204 },
  takeImage: { method: 'GET', path: '/api/takes/:takeId/images/:index', status: 200 },
  /** As postThumbnail. */
  takeThumbnail: { method: 'GET', path: '/api/takes/:takeId/images/:index/thumbnails/:size/:hash', status: 200 },
  /** How the image came about. The first request takes seconds. */
  takeReplay: { method: 'GET', path: '/api/takes/:takeId/images/:index/replay', reply: ReplayView, status: 200 },
  takeClip: { method: 'GET', path: '/api/takes/:takeId/images/:index/clip.webp', query: ClipQuery, status: 200 },
  takeReplaySheet: { method: 'GET', path: '/api/takes/:takeId/images/:index/replay.webp', status: 200 },
  ...SAFETY_CASE_ROUTES,
  ...TRUSTED_MODEL_ROUTES,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
