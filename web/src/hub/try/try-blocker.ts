import type { HubModelView, HubVersionView, LoraView, ModelView } from '@visionary/contract';

/** Models and LoRAs of this server, as far as they are known. */
export interface ModelsHere {
  readonly loaded: boolean;
  readonly list: readonly Pick<ModelView, 'id' | 'title' | 'family'>[];
  readonly loras: readonly Pick<LoraView, 'id' | 'title' | 'compatibleModels'>[];
}

/** The models that a LoRA fits; null as long as that is unknown. */
export function compatibleModels(versionRef: string, { loaded, list, loras }: ModelsHere): ModelsHere['list'] | null {
  const lora = loras.find(({ id }) => id === versionRef);
  return loaded && lora ? list.filter(({ id }) => lora.compatibleModels.includes(id)) : null;
}

/** Why no room can choose a version; null if one can. */
export function tryBlocker(
  { kind }: Pick<HubModelView, 'kind'>,
  version: Pick<HubVersionView, 'state' | 'fileMetadata' | 'versionRef' | 'base'>,
  here: ModelsHere,
): 'notLoaded' | 'previewDecoder' | 'noModel' | 'unpublished' | 'quarantined' | null {
  const { state, fileMetadata } = version;
  if (kind === 'weights') return fileMetadata.weightsKind === 'previewDecoder' ? 'previewDecoder' : 'notLoaded';
  switch (state) {
    case 'published':
      return fitsNothing(kind, version, here) ? 'noModel' : null;
    case 'unpublished':
      return 'unpublished';
    case 'quarantined':
      return 'quarantined';
    default:
      return state satisfies never;
  }
}

/** By shapes for a LoRA, by family for additions. */
function fitsNothing(
  kind: HubModelView['kind'],
  { versionRef, base }: Pick<HubVersionView, 'versionRef' | 'base'>,
  here: ModelsHere,
): boolean {
  if (kind === 'lora') return compatibleModels(versionRef, here)?.length === 0;
  if (kind === 'model' || kind === 'upscaler' || base === 'other' || !here.loaded) return false;
  return here.list.every(({ family }) => family !== base);
}
