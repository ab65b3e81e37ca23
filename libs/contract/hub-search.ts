import { z } from 'zod';
import { ModelFamily } from './models.js';
import { HubKind, LicenseId } from './hub-licenses.js';
import { HubCard } from './hub-views.js';
import { LIMITS } from './limits.js';
import { ContentRating, Tag } from './posts.js';
import { Id, text } from './primitives.js';

export const HUB_SORTS = ['new', 'used', 'liked', 'downloads', 'relevance'] as const;
export type HubSort = (typeof HUB_SORTS)[number];
export const HubQuery = z.strictObject({
  search: text(LIMITS.searchLength).default(''),
  kind: HubKind.optional(),
  base: ModelFamily.optional(),
  tag: Tag.optional(),
  license: LicenseId.optional(),
  /** The highest rating to show. */
  contentRating: ContentRating.optional(),
  creatorId: Id.optional(),
  /** Defaults to relevance with a search text, and to newest first without. */
  sort: z.enum(HUB_SORTS).optional(),
  cursor: text(200).optional(),
});
export type HubQuery = z.infer<typeof HubQuery>;
const facet = <T extends z.ZodType>(value: T) => z.array(z.strictObject({ value, count: z.number().int() }));
/** Counts for each value of a facet, ignoring the filter on that facet. Only with the first page. */
export const HubFacets = z
  .strictObject({
    kinds: facet(HubKind),
    bases: facet(ModelFamily),
    tags: facet(z.string()),
    licenses: facet(LicenseId),
    contentRatings: facet(ContentRating),
  })
  .meta({ id: 'HubFacets' });
export type HubFacets = z.infer<typeof HubFacets>;
export const HubPage = z
  .strictObject({
    models: z.array(HubCard),
    total: z.number().int(),
    facets: HubFacets.optional(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'HubPage' });
export type HubPage = z.infer<typeof HubPage>;

/** What a hash from an infotext refers to. `file` is set if it is the hash of one file of a version. */
export const HashMatch = z
  .strictObject({
    kind: HubKind,
    versionRef: z.string(),
    name: z.string(),
    hash: z.string(),
    /** Absent for local models. */
    modelId: Id.optional(),
    versionId: Id.optional(),
    label: z.string().optional(),
    file: z.string().optional(),
  })
  .meta({ id: 'HashMatch' });
export type HashMatch = z.infer<typeof HashMatch>;

/** What depends on a version: rooms that selected it, takes, and images made with it. */
export const VersionUsage = z
  .strictObject({
    rooms: z.number().int(),
    /** They fail when it is deleted. */
    queuedTakes: z.number().int(),
    /** They continue when it is deleted. */
    renderingTakes: z.number().int(),
    images: z.number().int(),
    /** Drafts of later versions. */
    drafts: z.number().int(),
  })
  .meta({ id: 'VersionUsage' });
export type VersionUsage = z.infer<typeof VersionUsage>;

export const VersionUsageQuery = z.strictObject({ versionId: Id.optional() });
