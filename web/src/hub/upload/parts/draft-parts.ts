import type { DraftView, HubCard, ModelFamily } from '@visionary/contract';

/** What a checkpoint can use from the hub instead of a file of its own. */
export type DraftPart = 'vae' | 'previewDecoder';

const isVaeMissing = (one: DraftView['rejection']): boolean => one?.detail?.['reasonKey'] === 'vaeMissing';

/** What can be added to a draft: a VAE that its checkpoint lacks, or a preview decoder. Exports to ONNX have their own. */
export function addableParts({
  facts,
  files,
  rejection,
}: Pick<DraftView, 'facts' | 'files' | 'rejection'>): DraftPart[] {
  if ([rejection, ...files.map((file) => file.rejection)].some(isVaeMissing)) return ['vae'];
  const isCheckpoint = facts?.kind === 'model' && files.every(({ path }) => !path.includes('/'));
  return isCheckpoint && facts.hasPreviewDecoder === false ? ['previewDecoder'] : [];
}

/** The family of a draft's checkpoint, as far as it is known. */
export const familyOf = ({
  facts,
  recognizedFiles = [],
}: Pick<DraftView, 'facts' | 'recognizedFiles'>): ModelFamily | undefined =>
  facts?.base ?? recognizedFiles.find(({ recognized }) => recognized.kind === 'checkpoint')?.recognized.family;

/** Latents of SDXL have other values than those of Stable Diffusion 1 and 2. Unknown families may fit. */
export function isPartFor(
  part: DraftPart,
  card: Pick<HubCard, 'kind' | 'weightsKind' | 'base'>,
  family: ModelFamily = 'other',
): boolean {
  const isKind = part === 'vae' ? card.kind === 'vae' : card.weightsKind === 'previewDecoder';
  return isKind && ([card.base, family].includes('other') || (card.base === 'sdxl') === (family === 'sdxl'));
}
