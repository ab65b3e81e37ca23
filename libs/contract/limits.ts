/** Limits that server and client share. Text lengths count UTF-16 code units unless the name says bytes. */
export const LIMITS = {
  /** What an admin writes when ending a take. */
  adminReasonLength: 300,
  /** Renderers that one user lends. */
  lentRenderersPerUser: 5,
  lentRendererNameLength: 60,
  roomsPerLentRenderer: 50,
  modelsPerLentRenderer: 100,
  lentMemoryMiB: { min: 512, max: 1_048_576 },
  /** Takes of the queue that admins see. */
  openTakesShown: 50,
  name: { min: 2, max: 32 },
  passwordLength: { min: 8, max: 256 },
  instanceNameLength: 40,
  instanceAboutLength: 200,
  /** Images that the setup of an instance adds as samples. */
  seedImages: 12,
  roomNameLength: 60,
  /** Of a prompt on the card of a room. */
  cardPromptLength: 300,
  roomTopicLength: 200,
  messageLength: 4000,
  /** Length of the excerpt of a message that a reply quotes. */
  quoteLength: 200,
  promptLength: 2000,
  emojiLength: 32,
  attachmentsPerMessage: 4,
  /** Different users one message can notify. Mentions beyond it notify nobody. */
  mentionsPerMessage: 20,
  pinnedMessagesPerRoom: 50,
  /** To a stranger, until they accept. */
  messagesPerRequest: 3,
  /** Of one user, to strangers who haven't accepted. */
  pendingMessageRequests: 20,
  searchLength: 200,
  searchPerPage: 20,
  searchTotal: 1000,
  /** Different emoji on one message. */
  emojiPerMessage: 20,
  /** Users named with each reaction of a message. */
  namedReactors: 20,
  reactionsPerPage: 100,
  banReasonLength: 200,
  membersPerRoom: 5000,
  /** In one list of members. */
  membersPerPage: 1000,
  userSearchResults: 10,
  /** Named in the presence of a room, and on its card. The others are counted. */
  presentUsers: 50,
  presentUsersOnCard: 5,
  /** Users whose availability one client can subscribe to. */
  availabilitySubscriptions: 200,
  invitationHours: { min: 1, max: 24 * 90 },
  invitationUses: { min: 1, max: 1000 },
  /** Side of a square avatar, in pixels. */
  avatarSize: 256,
  /** Size of an HTTP body. */
  bodyBytes: 256 * 1024,
  /** Size of one socket frame, in both directions. */
  socketFrameBytes: 1024 * 1024,
  /** Size of one socket frame from a visitor. Fits the longest texts to check. */
  visitorFrameBytes: 64 * 1024,
  documentBytes: 256 * 1024,
  documentUpdateBytes: 64 * 1024,
  awarenessBytes: 4 * 1024,
  malformedUpdatesBeforeDisconnect: 3,
  /** Above this, a fresh snapshot is cheaper than the events. */
  catchUpEvents: 500,
  messagesPerPage: 50,
  takesPerPage: 30,
  pinnedTakesPerRoom: 3,
  /** In the log of a room that has just been opened. */
  paceChangesShown: 20,
  /** In the log of a room that has just been opened. */
  joinsShown: 100,
  roomsPerPage: 24,
  titleLength: 100,
  postDescriptionLength: 2000,
  tagLength: 32,
  tagsPerPost: 10,
  /** Participants named on an image. */
  usersPerPost: 32,
  postsPerPage: 20,
  /** Counting stops here for images made with one model. */
  modelImageCountCap: 10_000,
  /** Counting stops here for "n new". */
  newPostCountCap: 100,
  /** Images that one user uploaded and hasn't published yet. */
  postUploadsPerUser: 20,
  commentLength: 2000,
  commentsPerPage: 30,
  repliesShown: 3,
  /** Sources and remixes shown with a post. */
  lineageAncestors: 6,
  lineageDescendants: 12,
  bioLength: 200,
  follows: 5000,
  usersPerPage: 40,
  collectionsPerUser: 200,
  postsPerCollection: 1000,
  collectionAboutLength: 500,
  collectionCover: 4,
  /** Users named in one grouped notification. */
  namedUsers: 3,
  suggestions: 8,
  reportLength: 1000,
  /** A moderator's message to the author, and an appeal. */
  decisionLength: 1000,
  appealLength: 2000,
  casesPerPage: 30,
  auditPerPage: 50,
  /** Reports of one case that are listed. All of them are counted. */
  reportsShown: 50,
  /** Authors of one shared prompt whom a decision can name. */
  reportedAuthors: 100,
  /** Lines of context shown before a reported message or comment, and as many after it. */
  contextLines: 5,
  promptsPerPage: 30,
  steps: { min: 1, max: 150 },
  guidance: { min: 0, max: 30 },
  sidePixels: { min: 64, max: 2048 },
  batch: { min: 1, max: 4 },
  clipSeconds: { min: 2, max: 6 },
  clipHoldSeconds: 2,
  /** Layers from the end of the text encoder. 1 is the last. */
  clipSkip: { min: 1, max: 12 },
  /** Of the second pass. Its noise schedule has `steps / strength` steps, at most the 1000 that models were trained with. */
  hiresScale: { min: 1, max: 4 },
  hiresSteps: { min: 1, max: 100 },
  hiresStrength: { min: 0.1, max: 1 },
  /** Of an image that is upscaled by itself. */
  upscaleScale: { min: 1.1, max: 4 },
  /** ControlNets of one take. */
  controls: 3,
  controlWeight: { min: 0, max: 2 },
  /** Parts of a prompt between ANDs. */
  promptParts: 8,
  loras: 5,
  embeddings: 8,
  loraWeight: { min: -4, max: 4 },
  /** Size of a room upload as received. It is re-encoded to at most `sidePixels.max` per side. */
  uploadBytes: 16 * 1024 * 1024,
  uploadPixels: 40_000_000,
  uploadsPerRoom: 500,
  /** Megapixels of the images that a user uploads to rooms, and as many again to the feed; about 1.5 MB each. */
  uploadedMegapixels: { established: 4_000, newAccount: 200 },
  /** Prompt changes of one take while it renders. */
  steersPerTake: 32,
  /** Total length of those prompts, because the snapshot of a room sends those of its newest takes in one frame. */
  steersTextLength: 16_000,
  pickerItemsPerPage: 30,
  /** Length of the `ids` parameter of the models route. */
  modelIdsQueryLength: 2_000,
  hubNameLength: 60,
  versionLabelLength: 20,
  triggerWordLength: 60,
  triggerWords: 20,
  hubAboutLength: 8000,
  licenseTextLength: 2000,
  versionNotesLength: 2000,
  reviewLength: 2000,
  hubPerPage: 24,
  reviewsPerPage: 20,
  /** Latest comments shown beside a model. */
  recentComments: 3,
  /** Tags listed among the facets. */
  tagFacets: 20,
  /** Size of one file of a model. */
  modelFileBytes: 16 * 1024 ** 3,
  /** Files of one version, and the length of a path. */
  modelFiles: 500,
  modelPathLength: 200,
  /** The start of a .safetensors file up to the end of its header. */
  weightsHeaderBytes: 16 * 1024 * 1024 + 8,
  /** Several files that are dropped at once are a draft each. Bytes are limited by the quota. */
  draftsPerUser: 40,
  /** A checkpoint, and what is uploaded with it. */
  recognizedFilesPerDraft: 4,
  versionsPerModel: 100,
  samplesPerVersion: 8,
  /** Length of a prompt prefix, and of a negative prompt suffix. */
  promptPrefixLength: 300,
  /** Length of a blocked term. */
  termLength: 100,
  termNoteLength: 200,
  termsPerPage: 50,
  terms: 100_000,
  /** Size of an imported file of terms. */
  termsFileBytes: 32 * 1024 * 1024,
  /** Texts in one check, and matches returned for one text. */
  textsPerCheck: 4,
  matchesReturned: 50,
  /** What a model's vocabulary.json may hold, and the bytes of that file and of its sheet of tiles. */
  vocabulary: {
    bytes: 1024 * 1024,
    tilesBytes: 2 * 1024 * 1024,
    groups: 40,
    entries: 4_000,
    wordsPerEntry: 30,
    wordLength: 60,
    otherWords: 5_000,
  },
  seedMax: 2 ** 32 - 1,
  /** Queued or rendering takes of one user, and of one room. */
  queuedTakesPerUser: 8,
  queuedTakesPerRoom: 32,
  socketsPerUser: 32,
} as const;
