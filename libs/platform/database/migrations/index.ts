import type { Dialect } from '../dialect.js';
import { firstLight } from './0001-first-light.js';
import { steeringAndPool } from './0002-steering-and-pool.js';
import { overtakes } from './0003-overtakes.js';
import { roomsChatPeople } from './0004-rooms-chat-people.js';
import { wordsOfMessages } from './0005-words-of-messages.js';
import { feed } from './0006-feed.js';
import { whatCameOfPictures } from './0007-what-came-of-pictures.js';
import { wordsOfPosts } from './0008-words-of-posts.js';
import { namesOutOfTheLog } from './0009-names-out-of-the-log.js';
import { makers } from './0010-makers.js';
import { hub } from './0011-hub.js';
import { safety } from './0012-safety.js';
import { seenByWhom } from './0013-seen-by-whom.js';
import { whatComesAgain } from './0014-what-comes-again.js';
import { hubRevision } from './0015-hub-revision.js';
import { takesOfAPrompt } from './0016-takes-of-a-prompt.js';
import { promptAuthorship } from './0017-prompt-authorship.js';
import { queueOrder } from './0018-queue-order.js';
import { plainNames } from './0019-plain-names.js';
import { comments } from './0020-comments.js';
import { notifications } from './0021-notifications.js';
import { jobs } from './0022-jobs.js';
import { visibility } from './0023-visibility.js';
import { pinnedTakes } from './0024-pinned-takes.js';
import { namesInJson } from './0025-names-in-json.js';
import { reactions } from './0026-reactions.js';
import { versionFanOutJobs } from './0027-version-fan-out-jobs.js';
import { rejectionsInJson } from './0028-rejections-in-json.js';
import { endsOfTakes } from './0029-ends-of-takes.js';
import { directRequests } from './0031-direct-requests.js';
import { termTopics } from './0032-term-topics.js';
import { uploadsOfAuthor } from './0033-uploads-of-author.js';
import { oneCodeForFullDisks } from './0034-one-code-for-full-disks.js';
import { promptsOfReports } from './0035-prompts-of-reports.js';
import { bytesOfTakes } from './0036-bytes-of-takes.js';
import { membersOfPrivateRooms } from './0037-members-of-private-rooms.js';
import { hiddenNotifications } from './0038-hidden-notifications.js';
import { kindsOfAdditions } from './0039-kinds-of-additions.js';
import { recognizedFiles } from './0040-recognized-files.js';
import { additionsOfPosts } from './0041-additions-of-posts.js';
import { documentWriters } from './0042-document-writers.js';
import { lentRenderers } from './0043-lent-renderers.js';
import { ownRenderersOnly } from './0044-own-renderers-only.js';
import { providers } from './0045-providers.js';
import { trustedModels } from './0046-trusted-models.js';
import { seenHints } from './0047-seen-hints.js';
import { instanceSettings } from './0048-instance-settings.js';
import { joins } from './0051-joins.js';
import { paceChanges } from './0049-pace-changes.js';
import { replaysOfPosts } from './0050-replays-of-posts.js';
import type { Migration, NamedMigration } from './migration.js';

/** In order; a migration that was released is never edited. Written by `npm run migration -- NAME`. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-light': firstLight,
  '0002-steering-and-pool': steeringAndPool,
  '0003-overtakes': overtakes,
  '0004-rooms-chat-people': roomsChatPeople,
  '0005-words-of-messages': wordsOfMessages,
  '0006-feed': feed,
  '0007-what-came-of-pictures': whatCameOfPictures,
  '0008-words-of-posts': wordsOfPosts,
  '0009-names-out-of-the-log': namesOutOfTheLog,
  '0010-makers': makers,
  '0011-hub': hub,
  '0012-safety': safety,
  '0013-seen-by-whom': seenByWhom,
  '0014-what-comes-again': whatComesAgain,
  '0015-hub-revision': hubRevision,
  '0016-takes-of-a-prompt': takesOfAPrompt,
  '0017-prompt-authorship': promptAuthorship,
  '0018-queue-order': queueOrder,
  '0019-plain-names': plainNames,
  '0020-comments': comments,
  '0021-notifications': notifications,
  '0022-jobs': jobs,
  '0023-visibility': visibility,
  '0024-pinned-takes': pinnedTakes,
  '0025-names-in-json': namesInJson,
  '0026-reactions': reactions,
  '0027-version-fan-out-jobs': versionFanOutJobs,
  '0028-rejections-in-json': rejectionsInJson,
  '0029-ends-of-takes': endsOfTakes,
  '0031-direct-requests': directRequests,
  '0032-term-topics': termTopics,
  '0033-uploads-of-author': uploadsOfAuthor,
  '0034-one-code-for-full-disks': oneCodeForFullDisks,
  '0035-prompts-of-reports': promptsOfReports,
  '0036-bytes-of-takes': bytesOfTakes,
  '0037-members-of-private-rooms': membersOfPrivateRooms,
  '0038-hidden-notifications': hiddenNotifications,
  '0039-kinds-of-additions': kindsOfAdditions,
  '0040-recognized-files': recognizedFiles,
  '0041-additions-of-posts': additionsOfPosts,
  '0042-document-writers': documentWriters,
  '0043-lent-renderers': lentRenderers,
  '0044-own-renderers-only': ownRenderersOnly,
  '0045-providers': providers,
  '0046-trusted-models': trustedModels,
  '0047-seen-hints': seenHints,
  '0048-instance-settings': instanceSettings,
  '0049-pace-changes': paceChanges,
  '0050-replays-of-posts': replaysOfPosts,
  '0051-joins': joins,
};

export const migrationsOf = (dialect: Dialect): NamedMigration[] =>
  Object.entries(MIGRATIONS).map(([name, migration]) => ({ name, steps: migration[dialect] }));
