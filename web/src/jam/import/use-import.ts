import { shallowRef } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { toast } from '../../shared/ui/index.js';
import { useJamStore } from '../document/jam-store.js';
import { additionFinder } from './addition-finder.js';
import { findAdditions } from './find-additions.js';
import { resolveByHash } from './resolve-by-hash.js';
import { readImageFile, type ImportedFile } from './read-image-file.js';
import { toDocumentPatch, type ImportedParameters, type ResolvedParameters } from './resolve-parameters.js';
import { t } from '../../shared/i18n/index.js';

type Image = Extract<ImportedFile, { kind: 'image' }>;

/** An imported image awaiting a decision: dropped, pasted, or chosen. */
const imported = shallowRef<Image | null>(null);

export function useImport() {
  const [jam, models] = [useJamStore(), useModelsStore()];

  /** Reads a file and opens the import dialog, or reports that it is no image. */
  async function importFile(file: File): Promise<void> {
    const read = await readImageFile(file);
    if (read.kind === 'image') imported.value = { ...read, found: read.found && (await withLocalNames(read.found)) };
    else toast({ text: t(`jam.import.${read.kind}`, { name: read.name }), kind: 'bad' });
  }

  /** Other tools use different file names, so hashes identify the files here. */
  async function withLocalNames(importedParameters: ImportedParameters): Promise<ImportedParameters> {
    await models.load();
    const known = { models: models.list, loras: models.loras };
    const named = await resolveByHash(importedParameters, known, additionFinder.byHash);
    return findAdditions(named, additionFinder);
  }
  function apply(resolvedParameters: ResolvedParameters): void {
    jam.applyPatch(toDocumentPatch(resolvedParameters));
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({ text: t('jam.import.done'), kind: 'good', action: undo });
  }
  const close = (): void => void (imported.value = null);
  return { imported, importFile, apply, close };
}
