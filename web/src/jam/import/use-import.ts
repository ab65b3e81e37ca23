import { shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useModels } from '../../generation/models-store.js';
import { call } from '../../shared/api/index.js';
import { asRefused } from '../../shared/refused.js';
import { toast } from '../../shared/ui/index.js';
import { useJam } from '../jam-store.js';
import { calledHere } from './by-hash.js';
import { readFile, type BroughtFile } from './read-file.js';
import { asTakeOver, type Found, type Restored } from './restore.js';

type Picture = Extract<BroughtFile, { kind: 'picture' }>;

/** The picture somebody brought and has not decided about yet; dropped, pasted or chosen. */
const brought = shallowRef<Picture | null>(null);

export function useImport() {
  const { t } = useI18n();
  const [jam, models] = [useJam(), useModels()];

  /** Looks into a file, and asks what to do with it; says so when it is no picture. */
  async function bring(file: File): Promise<void> {
    const read = await readFile(file);
    if (read.kind === 'picture') brought.value = { ...read, found: read.found && (await asCalledHere(read.found)) };
    else toast({ text: t(`jam.import.${read.kind}`, { name: read.name }), kind: 'bad' });
  }

  /** Other tools call files as they like; their hashes lead to what is here. */
  async function asCalledHere(found: Found): Promise<Found> {
    await models.load();
    const useIdOf = async (hash: string) => {
      try {
        return (await call('modelByHash', { params: { hash } })).useId;
      } catch (error) {
        asRefused(error);
        return undefined;
      }
    };
    return calledHere(found, { models: models.list, loras: models.loras }, useIdOf);
  }
  function takeOver(restored: Restored): void {
    jam.takeOver(asTakeOver(restored));
    const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
    toast({ text: t('jam.import.taken'), kind: 'good', action: undo });
  }
  const close = (): void => void (brought.value = null);
  return { brought, bring, takeOver, close };
}
