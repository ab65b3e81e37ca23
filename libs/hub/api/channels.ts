import { userChannel } from '@visionary/platform/realtime';
import type { HubModel } from '../domain/version.js';

/** The sockets that have a model open. */
export const hubChannel = (modelId: string): string => `hub:${modelId}`;

/** Who receives changes of a model. Sockets keep it open after it is unpublished or removed; then only its creator sees it. */
export const modelAudience = ({ id, creatorId, newestVersionId }: HubModel): string =>
  newestVersionId === null ? userChannel(creatorId) : hubChannel(id);
