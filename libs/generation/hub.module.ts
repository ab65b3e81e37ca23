import { HubOffers } from './domain/hub-offers.js';
import { RecentRooms, RoomsChoosing } from './domain/rooms-choosing.js';
import { SqlRecentRooms } from './storage/sql-recent-rooms.js';
import { CountRoomsChoosing } from './usecases/count-rooms-choosing.js';
import { EndTakesWithout } from './usecases/end-takes-without.js';
import { FindManifests } from './usecases/find-manifests.js';
import { ChoiceViews } from './wire/hub/choice-views.js';
import { HubNews } from './wire/hub/hub-news.js';
import { ModelChoices } from './wire/hub/model-choices.js';
import { PublishedOffers } from './wire/hub/published-offers.js';
import { TellWhoWouldMissAVersion } from './wire/hub/tell-who-would-miss-a-version.js';
import { TellWhySetAside } from './wire/hub/tell-why-set-aside.js';
import { WhatFollowsAWithdrawal } from './wire/hub/what-follows-a-withdrawal.js';

/** What people publish in the hub, as models and LoRAs that can be rendered with. */
export const hub = [
  PublishedOffers,
  { provide: HubOffers, useExisting: PublishedOffers },
  { provide: RecentRooms, useClass: SqlRecentRooms },
  ...[FindManifests, EndTakesWithout, RoomsChoosing, CountRoomsChoosing],
  ...[HubNews, WhatFollowsAWithdrawal, TellWhoWouldMissAVersion, TellWhySetAside, ModelChoices, ChoiceViews],
];
