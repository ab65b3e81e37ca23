import type { MigrationObject } from '@mikro-orm/core';
import type { Dialect } from '../dialect.js';
import { FirstLight as SqliteFirstLight0001 } from './sqlite/0001-first-light.js';
import { SteeringAndPool as SqliteSteeringAndPool0002 } from './sqlite/0002-steering-and-pool.js';
import { Overtakes as SqliteOvertakes0003 } from './sqlite/0003-overtakes.js';
import { RoomsChatPeople as SqliteRoomsChatPeople0004 } from './sqlite/0004-rooms-chat-people.js';
import { WordsOfMessages as SqliteWordsOfMessages0005 } from './sqlite/0005-words-of-messages.js';
import { Feed as SqliteFeed0006 } from './sqlite/0006-feed.js';
import { WhatCameOfPictures as SqliteWhatCameOfPictures0007 } from './sqlite/0007-what-came-of-pictures.js';
import { WordsOfPosts as SqliteWordsOfPosts0008 } from './sqlite/0008-words-of-posts.js';
import { NamesOutOfTheLog as SqliteNamesOutOfTheLog0009 } from './sqlite/0009-names-out-of-the-log.js';
import { Makers as SqliteMakers0010 } from './sqlite/0010-makers.js';
import { Hub as SqliteHub0011 } from './sqlite/0011-hub.js';
import { Safety as SqliteSafety0012 } from './sqlite/0012-safety.js';
import { SeenByWhom as SqliteSeenByWhom0013 } from './sqlite/0013-seen-by-whom.js';
import { WhatComesAgain as SqliteWhatComesAgain0014 } from './sqlite/0014-what-comes-again.js';
import { HubRevision as SqliteHubRevision0015 } from './sqlite/0015-hub-revision.js';
import { TakesOfAPrompt as SqliteTakesOfAPrompt0016 } from './sqlite/0016-takes-of-a-prompt.js';
import { PromptAuthorship as SqlitePromptAuthorship0017 } from './sqlite/0017-prompt-authorship.js';
import { QueueOrder as SqliteQueueOrder0018 } from './sqlite/0018-queue-order.js';
import { PlainNames as SqlitePlainNames0019 } from './sqlite/0019-plain-names.js';
import { Comments as SqliteComments0020 } from './sqlite/0020-comments.js';
import { Notifications as SqliteNotifications0021 } from './sqlite/0021-notifications.js';
import { Jobs as SqliteJobs0022 } from './sqlite/0022-jobs.js';
import { Visibility as SqliteVisibility0023 } from './sqlite/0023-visibility.js';
import { PinnedTakes as SqlitePinnedTakes0024 } from './sqlite/0024-pinned-takes.js';
import { NamesInJson as SqliteNamesInJson0025 } from './sqlite/0025-names-in-json.js';
import { Reactions as SqliteReactions0026 } from './sqlite/0026-reactions.js';
import { VersionFanOutJobs as SqliteVersionFanOutJobs0027 } from './sqlite/0027-version-fan-out-jobs.js';
import { RejectionsInJson as SqliteRejectionsInJson0028 } from './sqlite/0028-rejections-in-json.js';
import { FirstLight as MysqlFirstLight0001 } from './mysql/0001-first-light.js';
import { SteeringAndPool as MysqlSteeringAndPool0002 } from './mysql/0002-steering-and-pool.js';
import { Overtakes as MysqlOvertakes0003 } from './mysql/0003-overtakes.js';
import { RoomsChatPeople as MysqlRoomsChatPeople0004 } from './mysql/0004-rooms-chat-people.js';
import { WordsOfMessages as MysqlWordsOfMessages0005 } from './mysql/0005-words-of-messages.js';
import { Feed as MysqlFeed0006 } from './mysql/0006-feed.js';
import { WhatCameOfPictures as MysqlWhatCameOfPictures0007 } from './mysql/0007-what-came-of-pictures.js';
import { WordsOfPosts as MysqlWordsOfPosts0008 } from './mysql/0008-words-of-posts.js';
import { NamesOutOfTheLog as MysqlNamesOutOfTheLog0009 } from './mysql/0009-names-out-of-the-log.js';
import { Makers as MysqlMakers0010 } from './mysql/0010-makers.js';
import { Hub as MysqlHub0011 } from './mysql/0011-hub.js';
import { Safety as MysqlSafety0012 } from './mysql/0012-safety.js';
import { SeenByWhom as MysqlSeenByWhom0013 } from './mysql/0013-seen-by-whom.js';
import { WhatComesAgain as MysqlWhatComesAgain0014 } from './mysql/0014-what-comes-again.js';
import { HubRevision as MysqlHubRevision0015 } from './mysql/0015-hub-revision.js';
import { TakesOfAPrompt as MysqlTakesOfAPrompt0016 } from './mysql/0016-takes-of-a-prompt.js';
import { PromptAuthorship as MysqlPromptAuthorship0017 } from './mysql/0017-prompt-authorship.js';
import { QueueOrder as MysqlQueueOrder0018 } from './mysql/0018-queue-order.js';
import { PlainNames as MysqlPlainNames0019 } from './mysql/0019-plain-names.js';
import { Comments as MysqlComments0020 } from './mysql/0020-comments.js';
import { Notifications as MysqlNotifications0021 } from './mysql/0021-notifications.js';
import { Jobs as MysqlJobs0022 } from './mysql/0022-jobs.js';
import { Visibility as MysqlVisibility0023 } from './mysql/0023-visibility.js';
import { PinnedTakes as MysqlPinnedTakes0024 } from './mysql/0024-pinned-takes.js';
import { NamesInJson as MysqlNamesInJson0025 } from './mysql/0025-names-in-json.js';
import { Reactions as MysqlReactions0026 } from './mysql/0026-reactions.js';
import { VersionFanOutJobs as MysqlVersionFanOutJobs0027 } from './mysql/0027-version-fan-out-jobs.js';
import { RejectionsInJson as MysqlRejectionsInJson0028 } from './mysql/0028-rejections-in-json.js';

/** In order; a migration that was released is never edited. Written by `npm run migration -- NAME`. */
export const migrations: Record<Dialect, MigrationObject[]> = {
  sqlite: [
    { name: '0001-first-light', class: SqliteFirstLight0001 },
    { name: '0002-steering-and-pool', class: SqliteSteeringAndPool0002 },
    { name: '0003-overtakes', class: SqliteOvertakes0003 },
    { name: '0004-rooms-chat-people', class: SqliteRoomsChatPeople0004 },
    { name: '0005-words-of-messages', class: SqliteWordsOfMessages0005 },
    { name: '0006-feed', class: SqliteFeed0006 },
    { name: '0007-what-came-of-pictures', class: SqliteWhatCameOfPictures0007 },
    { name: '0008-words-of-posts', class: SqliteWordsOfPosts0008 },
    { name: '0009-names-out-of-the-log', class: SqliteNamesOutOfTheLog0009 },
    { name: '0010-makers', class: SqliteMakers0010 },
    { name: '0011-hub', class: SqliteHub0011 },
    { name: '0012-safety', class: SqliteSafety0012 },
    { name: '0013-seen-by-whom', class: SqliteSeenByWhom0013 },
    { name: '0014-what-comes-again', class: SqliteWhatComesAgain0014 },
    { name: '0015-hub-revision', class: SqliteHubRevision0015 },
    { name: '0016-takes-of-a-prompt', class: SqliteTakesOfAPrompt0016 },
    { name: '0017-prompt-authorship', class: SqlitePromptAuthorship0017 },
    { name: '0018-queue-order', class: SqliteQueueOrder0018 },
    { name: '0019-plain-names', class: SqlitePlainNames0019 },
    { name: '0020-comments', class: SqliteComments0020 },
    { name: '0021-notifications', class: SqliteNotifications0021 },
    { name: '0022-jobs', class: SqliteJobs0022 },
    { name: '0023-visibility', class: SqliteVisibility0023 },
    { name: '0024-pinned-takes', class: SqlitePinnedTakes0024 },
    { name: '0025-names-in-json', class: SqliteNamesInJson0025 },
    { name: '0026-reactions', class: SqliteReactions0026 },
    { name: '0027-version-fan-out-jobs', class: SqliteVersionFanOutJobs0027 },
    { name: '0028-rejections-in-json', class: SqliteRejectionsInJson0028 },
  ],
  mysql: [
    { name: '0001-first-light', class: MysqlFirstLight0001 },
    { name: '0002-steering-and-pool', class: MysqlSteeringAndPool0002 },
    { name: '0003-overtakes', class: MysqlOvertakes0003 },
    { name: '0004-rooms-chat-people', class: MysqlRoomsChatPeople0004 },
    { name: '0005-words-of-messages', class: MysqlWordsOfMessages0005 },
    { name: '0006-feed', class: MysqlFeed0006 },
    { name: '0007-what-came-of-pictures', class: MysqlWhatCameOfPictures0007 },
    { name: '0008-words-of-posts', class: MysqlWordsOfPosts0008 },
    { name: '0009-names-out-of-the-log', class: MysqlNamesOutOfTheLog0009 },
    { name: '0010-makers', class: MysqlMakers0010 },
    { name: '0011-hub', class: MysqlHub0011 },
    { name: '0012-safety', class: MysqlSafety0012 },
    { name: '0013-seen-by-whom', class: MysqlSeenByWhom0013 },
    { name: '0014-what-comes-again', class: MysqlWhatComesAgain0014 },
    { name: '0015-hub-revision', class: MysqlHubRevision0015 },
    { name: '0016-takes-of-a-prompt', class: MysqlTakesOfAPrompt0016 },
    { name: '0017-prompt-authorship', class: MysqlPromptAuthorship0017 },
    { name: '0018-queue-order', class: MysqlQueueOrder0018 },
    { name: '0019-plain-names', class: MysqlPlainNames0019 },
    { name: '0020-comments', class: MysqlComments0020 },
    { name: '0021-notifications', class: MysqlNotifications0021 },
    { name: '0022-jobs', class: MysqlJobs0022 },
    { name: '0023-visibility', class: MysqlVisibility0023 },
    { name: '0024-pinned-takes', class: MysqlPinnedTakes0024 },
    { name: '0025-names-in-json', class: MysqlNamesInJson0025 },
    { name: '0026-reactions', class: MysqlReactions0026 },
    { name: '0027-version-fan-out-jobs', class: MysqlVersionFanOutJobs0027 },
    { name: '0028-rejections-in-json', class: MysqlRejectionsInJson0028 },
  ],
};
