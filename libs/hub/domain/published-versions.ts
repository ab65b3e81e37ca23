import type { HubKind, HubModel, ModelBase, RecommendedSettings } from './version.js';

/** A version as whoever chooses among all of them needs it. Times in ms since 1970. */
export interface PublishedVersion {
  readonly versionId: string;
  readonly modelId: string;
  readonly creatorId: string;
  readonly useId: string;
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly license: string;
  readonly licenseWords: string;
  readonly base: ModelBase;
  readonly triggerWords: readonly string[];
  readonly recommended: RecommendedSettings;
  /** Of a model, what its files say. */
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly takesImages: boolean | undefined;
  readonly hash: string;
  readonly bytes: number;
  /** It crashed or hung what loaded it: users see why they cannot have it. */
  readonly isSetAside: boolean;
  readonly contentRating: HubModel['contentRating'];
  readonly at: number;
}

/** Port: what of the hub can be chosen in rooms, or could if it had not been set aside. */
export abstract class PublishedVersions {
  /** Rises with every change of what can be chosen, whichever process makes it. */
  abstract revision(): Promise<number>;
  /** In the transaction that makes the change. */
  abstract raiseRevision(): Promise<void>;
  /** Of all of one kind, the newest first: a word that becomes another one when something that an offer says does. */
  abstract versionStamps(kind: HubKind): Promise<ReadonlyMap<string, string>>;
  /** In no particular order; what is gone is missing. */
  abstract byVersionIds(versionIds: readonly string[]): Promise<PublishedVersion[]>;
  /** JSON of whoever renders them, of each that has any. They are long: ask for few. */
  abstract renderFacts(versionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The first sample image of each that has one. */
  abstract samples(versionIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
