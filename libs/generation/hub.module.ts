import { HubOffers } from './domain/hub-offers.js';
import { EndTakesWithout } from './usecases/end-takes-without.js';
import { FindManifests } from './usecases/find-manifests.js';
import { ChoiceViews } from './wire/hub/choice-views.js';
import { HubNews } from './wire/hub/hub-news.js';
import { ModelChoices } from './wire/hub/model-choices.js';
import { PublishedOffers } from './wire/hub/published-offers.js';
import { WhatFollowsAWithdrawal } from './wire/hub/what-follows-a-withdrawal.js';

/** What people publish in the hub, as models and LoRAs that can be rendered with. */
export const hub = [
  PublishedOffers,
  { provide: HubOffers, useExisting: PublishedOffers },
  ...[FindManifests, EndTakesWithout],
  ...[HubNews, WhatFollowsAWithdrawal, ModelChoices, ChoiceViews],
];
