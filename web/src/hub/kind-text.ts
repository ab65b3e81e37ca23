import type { HubKind, HubWeightsKind } from '@visionary/contract';
import { t } from '../shared/i18n/index.js';

/** What a model is, and other weights if it is known. */
export const kindText = ({ kind, weightsKind }: { kind: HubKind; weightsKind?: HubWeightsKind | undefined }): string =>
  t(weightsKind ? `hub.weightsKinds.${weightsKind}` : `hub.kinds.${kind}`);
