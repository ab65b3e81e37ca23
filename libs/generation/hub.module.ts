import { HubOffers } from './domain/hub-offers.js';
import { FindManifests } from './usecases/find-manifests.js';
import { HubNews } from './wire/hub/hub-news.js';
import { ChoiceViews, ModelChoices } from './wire/hub/model-choices.js';
import { PublishedOffers } from './wire/hub/published-offers.js';

/** What people publish in the hub, as models and LoRAs that can be rendered with. */
export const hub = [
  PublishedOffers,
  { provide: HubOffers, useExisting: PublishedOffers },
  FindManifests,
  HubNews,
  ModelChoices,
  ChoiceViews,
];
