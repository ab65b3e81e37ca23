/** Every limit both sides must know. Lengths of text count UTF-16 code units unless the name says bytes. */
export const LIMITS = {
  name: { min: 2, max: 32 },
  passwordLength: { min: 8, max: 256 },
  roomNameLength: 60,
  roomTopicLength: 200,
  messageLength: 4000,
  /** Of what a message answers, its beginning. */
  quoteLength: 200,
  promptLength: 2000,
  emojiLength: 32,
  attachmentsPerMessage: 4,
  /** Different users one message can call; those after them are not told. */
  mentionsPerMessage: 20,
  pinsPerRoom: 50,
  searchLength: 200,
  searchPerPage: 20,
  searchTotal: 1000,
  /** Different emoji on one message. */
  emojiPerMessage: 20,
  /** Of those who gave one emoji so many are named with the message. */
  namedReactors: 20,
  reactionsPerPage: 100,
  banReasonLength: 200,
  membersPerRoom: 5000,
  /** In one list of members. */
  membersPerPage: 1000,
  userSearchResults: 10,
  /** Users whose availability one page watches. */
  availabilitySubscriptions: 200,
  invitationHours: { min: 1, max: 24 * 90 },
  invitationUses: { min: 1, max: 1000 },
  /** Sides of a user's image, in pixels. */
  avatarSize: 256,
  /** Bodies over HTTP. */
  bodyBytes: 256 * 1024,
  /** One frame over the socket, either way. */
  socketFrameBytes: 1024 * 1024,
  documentBytes: 256 * 1024,
  documentUpdateBytes: 64 * 1024,
  awarenessBytes: 4 * 1024,
  malformedUpdatesBeforeDisconnect: 3,
  /** More than this and a fresh snapshot is cheaper than the events. */
  catchUpEvents: 500,
  messagesPerPage: 50,
  takesPerPage: 30,
  roomsPerPage: 24,
  titleLength: 100,
  postDescriptionLength: 2000,
  tagLength: 32,
  tagsPerPost: 10,
  /** Who took part, named at an image. */
  usersPerPost: 32,
  postsPerPage: 20,
  /** Made with one model: counted so far. */
  modelImageCountCap: 10_000,
  /** "n new" counts no further. */
  newPostCountCap: 100,
  /** Images uploaded and not yet published, of one user. */
  postUploadsPerUser: 20,
  commentLength: 2000,
  commentsPerPage: 30,
  repliesShown: 3,
  /** Shown of what an image came from, and of what was made from it. */
  lineageAncestors: 6,
  lineageDescendants: 12,
  bioLength: 200,
  follows: 5000,
  usersPerPage: 40,
  collectionsPerUser: 200,
  postsPerCollection: 1000,
  collectionAboutLength: 500,
  collectionCover: 4,
  /** Users named in one notification for many. */
  namedUsers: 3,
  suggestions: 8,
  reportLength: 1000,
  /** What a moderator says to the author of what was decided about, and what an appeal says. */
  decisionLength: 1000,
  appealLength: 2000,
  casesPerPage: 30,
  auditPerPage: 50,
  /** Of one case, with their words; all of them are counted. */
  reportsShown: 50,
  /** What stands before and after a message or a comment that was reported, each. */
  contextLines: 5,
  promptsPerPage: 30,
  steps: { min: 1, max: 150 },
  guidance: { min: 0, max: 30 },
  sidePixels: { min: 64, max: 2048 },
  batch: { min: 1, max: 4 },
  loras: 5,
  loraWeight: { min: -4, max: 4 },
  /** An image brought into a room, as it comes; re-encoded to at most `sidePixels.max` a side. */
  uploadBytes: 16 * 1024 * 1024,
  uploadPixels: 40_000_000,
  uploadsPerRoom: 500,
  /** Changes of the words of one take while it renders. */
  steersPerTake: 32,
  /** All their words together: who comes into a room gets those of all its newest takes in one frame. */
  steersTextLength: 16_000,
  /** A model's name, a version's label, and what is said about them. */
  /** Of a page of a picker. */
  pickerItemsPerPage: 30,
  /** Ids of models that one page needs beside those it has. */
  modelIdsQueryLength: 2_000,
  hubNameLength: 60,
  versionLabelLength: 20,
  triggerWordLength: 60,
  triggerWords: 20,
  hubAboutLength: 8000,
  licenseWordsLength: 2000,
  versionNotesLength: 2000,
  reviewLength: 2000,
  hubPerPage: 24,
  reviewsPerPage: 20,
  /** Comments beside a model, the last said. */
  recentComments: 3,
  /** Tags named among the facets. */
  tagFacets: 20,
  /** One file of a model. */
  modelFileBytes: 6 * 1024 ** 3,
  /** Files of one version, and the longest way to one. */
  modelFiles: 500,
  modelPathLength: 200,
  draftsPerUser: 10,
  versionsPerModel: 100,
  samplesPerVersion: 8,
  /** What a house adds before a prompt, and behind a negative one, each. */
  promptPrefixLength: 300,
  /** A word or a phrase on the lists. */
  termLength: 100,
  termNoteLength: 200,
  termsPerPage: 50,
  terms: 100_000,
  /** A file of terms. */
  termsFileBytes: 32 * 1024 * 1024,
  /** Texts in one check, and listed words told of one. */
  textsPerCheck: 4,
  matchesReturned: 50,
  seedMax: 2 ** 32 - 1,
  /** Waiting or rendering, for one user and for one room. */
  queuedTakesPerUser: 8,
  queuedTakesPerRoom: 32,
  socketsPerUser: 32,
} as const;
