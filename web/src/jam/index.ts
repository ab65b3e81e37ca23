export { useJamStore } from './document/jam-store.js';
export { completeSettings, fromNoise } from './document/shared-settings.js';
export { useOwnEdits } from './document/use-own-edits.js';
export { MODIFIER_KEY } from './modifier-key.js';
export type { DocumentPatch } from './document/use-document-values.js';
export { default as PromptPanel } from './editor/PromptPanel.vue';
export { default as PalettePanel } from './palette/PalettePanel.vue';
export { default as PaletteView } from './palette/PaletteView.vue';
export { loadVocabulary } from './vocabulary/vocabulary-store.js';
export type { VocabularyIndex } from './vocabulary/vocabulary-index.js';
export { usePaletteStore } from './palette/palette-store.js';
export { default as ImportZone } from './import/ImportZone.vue';
export { default as OpenInRoomDialog } from './import/OpenInRoomDialog.vue';
export { additionFinder } from './import/addition-finder.js';
export { findAdditions } from './import/find-additions.js';
export type { HubModelImport } from './import/hub-model-import.js';
export { parametersFromPost } from './import/parameters-from-post.js';
export { parametersFromTake } from './import/parameters-from-take.js';
export { type ImportSource, consumePendingImport, importTitle, setPendingImport } from './import/pending-import.js';
export {
  type ImportContext,
  type ImportedParameters,
  type SkippedParameter,
  resolveParameters,
  toDocumentPatch,
} from './import/resolve-parameters.js';
export { useApplyHubModel } from './import/use-apply-hub-model.js';
export { default as RenderBar } from './render/RenderBar.vue';
export { default as SteerButton } from './render/SteerButton.vue';
export { useRender } from './render/use-render.js';
export { useSteerButton } from './render/use-steer-button.js';
export { default as CollapsedSettings } from './settings/CollapsedSettings.vue';
export { default as SettingsPanel } from './settings/SettingsPanel.vue';
export { openSetting } from './settings/open-setting.js';
export { useChosenModels } from './settings/use-chosen-models.js';
export { repeating, repeatTake } from './repeat/repeat-take.js';
export { default as RepeatDialog } from './repeat/RepeatDialog.vue';
export { openUpscaleDialog, upscaling } from './upscale/upscale-state.js';
export { default as UpscaleDialog } from './upscale/UpscaleDialog.vue';
export { useControls } from './settings/controls/use-controls.js';
export { useInitImage } from './settings/init-image/use-init-image.js';
