import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { type Offer, Offers, Versions } from '@visionary/hub';
import { HubOffers } from '../../domain/hub-offers.js';
import type { HubOrigin } from '../../domain/hub-origin.js';
import type { Lora } from '../../domain/loras.js';
import type { Manifest } from '../../domain/manifest.js';
import type { Model } from '../../domain/model.js';
import { readRenderFacts, type RenderFacts } from '../../domain/render-facts.js';
import { loraOf, modelOf } from './offered.js';
import { OfferShelf } from './offer-shelf.js';

const MANIFESTS_KEPT = 200;
const FACTS_AT_ONCE = 20;

/** What the hub offers, from its tables; no file of it is on the server. */
@Injectable()
export class PublishedOffers extends HubOffers {
  private readonly modelShelf: OfferShelf<Model>;
  private readonly loraShelf: OfferShelf<Lora>;
  /** Versions never change. */
  private readonly manifests = new Map<string, Manifest>();
  private revision: number | undefined;

  constructor(
    private readonly offers: Offers,
    private readonly versions: Versions,
    private readonly people: People,
  ) {
    super();
    this.modelShelf = new OfferShelf(offers, 'model', (found) => this.makeModels(found));
    this.loraShelf = new OfferShelf(offers, 'lora', (found) => this.makeLoras(found));
  }

  /** Something was published, changed or taken away. */
  drop(): void {
    this.modelShelf.drop();
    this.loraShelf.drop();
    this.manifests.clear();
  }

  /**
   * Drops all lists when the revision in the database is another one than at the last call.
   * @returns how many changes there were since then
   */
  async compare(): Promise<number> {
    const now = await this.offers.revision();
    const changes = now - (this.revision ?? now);
    if (now !== this.revision) this.drop();
    this.revision = now;
    return changes;
  }

  models(): Promise<readonly Model[]> {
    return this.modelShelf.list();
  }

  loras(): Promise<readonly Lora[]> {
    return this.loraShelf.list();
  }

  async manifest({ versionId, hash }: HubOrigin): Promise<Manifest | null> {
    const known = this.manifests.get(versionId);
    if (known) return known;
    const found = await this.versions.filesOf(versionId);
    if (found.length === 0) return null;
    const manifest = { hash, files: found.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })) };
    this.manifests.set(versionId, manifest);
    const [oldest] = this.manifests.keys();
    if (this.manifests.size > MANIFESTS_KEPT && oldest !== undefined) this.manifests.delete(oldest);
    return manifest;
  }

  async facts(origins: readonly HubOrigin[]): Promise<ReadonlyMap<string, RenderFacts>> {
    const all = new Map<string, RenderFacts>();
    for (const [id, json] of await this.offers.renderFacts(origins.map(({ versionId }) => versionId))) {
      const facts = readRenderFacts(json);
      if (facts) all.set(id, facts);
    }
    return all;
  }

  async weightsHash({ versionId }: HubOrigin): Promise<string | null> {
    const [file] = await this.versions.filesOf(versionId);
    return file?.weightsHash ?? null;
  }

  private async makeModels(found: readonly Offer[]): Promise<Model[]> {
    const makers = await this.makersOf(found);
    const models: Model[] = [];
    for (let at = 0; at < found.length; at += FACTS_AT_ONCE) {
      const some = found.slice(at, at + FACTS_AT_ONCE);
      const facts = await this.offers.renderFacts(some.map(({ versionId }) => versionId));
      models.push(...some.map((offer) => modelOf(offer, facts.get(offer.versionId) ?? null, makers(offer))));
    }
    return models;
  }

  private async makeLoras(found: readonly Offer[]): Promise<Lora[]> {
    const makers = await this.makersOf(found);
    return found.map((offer) => loraOf(offer, makers(offer)));
  }

  private async makersOf(found: readonly Offer[]): Promise<(offer: Offer) => string> {
    const people = await this.people.byIds(found.map(({ makerId }) => makerId));
    return ({ makerId }) => people.get(makerId)?.name ?? '';
  }
}
