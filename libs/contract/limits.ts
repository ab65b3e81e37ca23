/** Every limit both sides must know. Lengths of text count UTF-16 code units unless the name says bytes. */
export const LIMITS = {
  name: { min: 2, max: 32 },
  passwordLength: { min: 8, max: 256 },
  roomNameLength: 60,
  roomTopicLength: 200,
  messageLength: 4000,
  promptLength: 2000,
  emojiLength: 32,
  /** Bodies over HTTP. */
  bodyBytes: 256 * 1024,
  /** One frame over the socket, either way. */
  socketFrameBytes: 1024 * 1024,
  documentBytes: 256 * 1024,
  documentUpdateBytes: 64 * 1024,
  awarenessBytes: 4 * 1024,
  malformedUpdatesBeforeCut: 3,
  /** More than this and a fresh snapshot is cheaper than the events. */
  catchUpEvents: 500,
  messagesPerPage: 50,
  takesPerPage: 30,
  roomsPerPage: 24,
  steps: { min: 1, max: 150 },
  guidance: { min: 0, max: 30 },
  sidePixels: { min: 64, max: 2048 },
  batch: { min: 1, max: 4 },
  seedMax: 2 ** 32 - 1,
  /** Waiting or rendering, for one person and for one room. */
  queuedTakesPerPerson: 8,
  queuedTakesPerRoom: 32,
  socketsPerPerson: 32,
} as const;
