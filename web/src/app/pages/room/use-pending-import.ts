import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { usePostText } from '../../../shared/posts/use-post-text.js';
import { importTitle, consumePendingImport, type ImportSource } from '../../../jam/import/pending-import.js';
import { useModelsStore } from '../../../generation/models/models-store.js';
import type { HubModelImport } from '../../../jam/import/hub-model-import.js';
import { useApplyHubModel } from '../../../jam/import/use-apply-hub-model.js';
import { parametersFromPost } from '../../../jam/import/parameters-from-post.js';
import { parametersFromTake } from '../../../jam/import/parameters-from-take.js';
import {
  toDocumentPatch,
  resolveParameters,
  type ImportedParameters,
  type ImportContext,
  type SkippedParameter,
} from '../../../jam/import/resolve-parameters.js';
import { useJamStore } from '../../../jam/document/jam-store.js';
import type { DocumentPatch } from '../../../jam/document/use-document-values.js';
import { saveLastRoom } from '../../../shared/last-room.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { toast } from '../../../shared/ui/index.js';
import { useRoomStore } from '../../../rooms/room-store.js';

/** Of what is called by its words, in the line that tells of it. */
const TITLE_LENGTH = 80;

interface Unfolded {
  readonly over: DocumentPatch;
  readonly notTaken: readonly SkippedParameter[];
}

/** What of it goes into this room's document, and what cannot be had here. */
function unfold(brought: Exclude<ImportSource, HubModelImport>, importContext: ImportContext): Unfolded {
  const whole = (importedParameters: ImportedParameters, origin: NonNullable<DocumentPatch['origin']>): Unfolded => {
    const restored = resolveParameters(importedParameters, importContext);
    return { over: toDocumentPatch(restored, origin), notTaken: restored.notTaken };
  };
  switch (brought.kind) {
    case 'post':
      return whole(parametersFromPost(brought.detail), { postId: brought.detail.post.id });
    case 'take':
      return whole(parametersFromTake(brought.take), { takeId: brought.take.id });
    case 'words': {
      const { prompt, negative, takeId } = brought;
      return { over: { prompt, negative, origin: { takeId } }, notTaken: [] };
    }
    default:
      return brought satisfies never;
  }
}

/** What somebody brought along from elsewhere goes into the room's document once it is open: one step of undo. */
export function usePendingImport(roomId: string): void {
  const { t } = useI18n();
  const { titleOf } = usePostText();
  const [room, jam, models, session] = [useRoomStore(), useJamStore(), useModelsStore(), useSessionStore()];
  const tryOut = useApplyHubModel();
  let brought = consumePendingImport(roomId);
  if (brought) void models.load();

  watch(
    () => room.phase === 'live' && room.mayWrite && room.room,
    (mine) => {
      if (mine && session.me && !mine.direct) saveLastRoom(session.me.id, mine);
    },
  );
  watch(
    () => room.phase === 'live' && (models.loaded || models.refused !== null),
    (isReady) => {
      if (!isReady || !brought) return;
      const what = brought;
      brought = null;
      if (!room.mayWrite) return toast({ text: t('image.notTakenHere'), kind: 'bad' });
      if (what.kind === 'hub') return void tryOut(what);
      const { over, notTaken } = unfold(what, { present: jam.settings, models: models.list, loras: models.loras });
      jam.takeOver(over);
      const title = titleOf(importTitle(what)).slice(0, TITLE_LENGTH);
      const missing = notTaken.map(({ why, name, value }) => t(`jam.import.why.${why}`, { name, value }));
      const text = t(missing.length > 0 ? 'image.takenBut' : 'image.taken', { title, missing: missing.join(' ') });
      const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
      toast({ text, kind: 'good', action: undo });
    },
    { flush: 'post' },
  );
}
