import { watch } from 'vue';
import { postTitle } from '../../../shared/posts/post-text.js';
import {
  additionFinder,
  consumePendingImport,
  type DocumentPatch,
  findAdditions,
  type HubModelImport,
  type ImportContext,
  type ImportedParameters,
  type ImportSource,
  importTitle,
  parametersFromPost,
  parametersFromTake,
  resolveParameters,
  type SkippedParameter,
  toDocumentPatch,
  useApplyHubModel,
  useJamStore,
} from '../../../jam/index.js';
import { useModelsStore } from '../../../generation/index.js';
import { saveLastRoom } from '../../../shared/last-room.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { toast } from '../../../shared/ui/index.js';
import { useRoomStore } from '../../../rooms/index.js';
import { t } from '../../../shared/i18n/index.js';

/** Length of a prompt used as a title in the toast. */
const TITLE_LENGTH = 80;

interface ResolvedImport {
  readonly patch: DocumentPatch;
  readonly skipped: readonly SkippedParameter[];
}

/** Splits an import into what this room can apply and what is unavailable here. */
async function applyImport(
  source: Exclude<ImportSource, HubModelImport>,
  contextOf: () => ImportContext,
): Promise<ResolvedImport> {
  const resolve = async (
    importedParameters: ImportedParameters,
    origin: NonNullable<DocumentPatch['origin']>,
  ): Promise<ResolvedImport> => {
    const found = await findAdditions(importedParameters, additionFinder);
    const restored = resolveParameters(found, contextOf());
    return { patch: toDocumentPatch(restored, origin), skipped: restored.skipped };
  };
  switch (source.kind) {
    case 'post':
      return resolve(parametersFromPost(source.detail), { postId: source.detail.post.id });
    case 'take':
      return resolve(parametersFromTake(source.take), { takeId: source.take.id });
    case 'prompts': {
      const { prompt, negative, takeId } = source;
      return { patch: { prompt, negative, origin: { takeId } }, skipped: [] };
    }
    default:
      return source satisfies never;
  }
}

/** Applies a pending import to the document as one undo step, once the room is live. */
export function usePendingImport(roomId: string): void {
  const [room, jam, models, session] = [useRoomStore(), useJamStore(), useModelsStore(), useSessionStore()];
  const tryOut = useApplyHubModel();
  let source = consumePendingImport(roomId);
  if (source) void models.load();

  watch(
    () => room.connectionState === 'live' && room.mayWrite && room.room,
    (current) => {
      if (current && session.me && !current.direct) saveLastRoom(session.me.id, current);
    },
  );
  watch(
    () => room.connectionState === 'live' && (models.loaded || models.rejection !== null),
    async (isReady) => {
      if (!isReady || !source) return;
      const importSource = source;
      source = null;
      if (!room.mayWrite) return toast({ text: t('post.notAppliedViewer'), kind: 'bad' });
      if (importSource.kind === 'hub') return void tryOut(importSource);
      const { patch, skipped } = await applyImport(importSource, () => ({
        present: jam.settings,
        models: models.list,
        loras: models.loras,
      }));
      // The user left the room meanwhile.
      if (jam.roomId !== roomId || !jam.shared) return;
      jam.applyPatch(patch);
      const title = postTitle(importTitle(importSource)).slice(0, TITLE_LENGTH);
      const missing = skipped.map(({ reason, name, value }) =>
        t(`jam.import.notImportedBecause.${reason}`, { name, value }),
      );
      const text = t(missing.length > 0 ? 'post.appliedPartly' : 'post.applied', { title, missing: missing.join(' ') });
      const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
      toast({ text, kind: 'good', action: undo });
    },
    { flush: 'post' },
  );
}
