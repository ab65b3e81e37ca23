import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { usePostWords } from '../feed/post-words.js';
import { namedBy, unpack, type Brought } from '../feed/take-up/taken-along.js';
import { useModels } from '../generation/models-store.js';
import type { FromHub } from '../shared/from-hub.js';
import { useTryOut } from '../jam/from-hub/use-try-out.js';
import { foundIn } from '../jam/import/from-post.js';
import { foundInTake } from '../jam/import/from-take.js';
import { asTakeOver, restore, type Found, type Here, type NotTaken } from '../jam/import/restore.js';
import { useJam } from '../jam/jam-store.js';
import type { TakeOver } from '../jam/written.js';
import { noteLastRoom } from '../shared/last-room.js';
import { useSession } from '../shared/session/index.js';
import { toast } from '../shared/ui/index.js';
import { useRoom } from './room-store.js';

/** Of what is called by its words, in the line that tells of it. */
const TITLE_LENGTH = 80;

interface Unfolded {
  readonly over: TakeOver;
  readonly notTaken: readonly NotTaken[];
}

/** What of it goes into this room's document, and what cannot be had here. */
function unfold(brought: Exclude<Brought, FromHub>, here: Here): Unfolded {
  const whole = (found: Found, origin: NonNullable<TakeOver['origin']>): Unfolded => {
    const restored = restore(found, here);
    return { over: asTakeOver(restored, origin), notTaken: restored.notTaken };
  };
  switch (brought.kind) {
    case 'post':
      return whole(foundIn(brought.detail), { postId: brought.detail.post.id });
    case 'take':
      return whole(foundInTake(brought.take), { takeId: brought.take.id });
    case 'words': {
      const { prompt, negative, takeId } = brought;
      return { over: { prompt, negative, origin: { takeId } }, notTaken: [] };
    }
    default:
      return brought satisfies never;
  }
}

/** What somebody brought along from elsewhere goes into the room's document once it is open: one step of undo. */
export function useTakenAlong(roomId: string): void {
  const { t } = useI18n();
  const { titleOf } = usePostWords();
  const [room, jam, models, session] = [useRoom(), useJam(), useModels(), useSession()];
  const tryOut = useTryOut();
  let brought = unpack(roomId);
  if (brought) void models.load();

  watch(
    () => room.phase === 'live' && room.mayWrite && room.room,
    (mine) => {
      if (mine && session.me && !mine.direct) noteLastRoom(session.me.id, mine);
    },
  );
  watch(
    () => room.phase === 'live' && (models.loaded || models.refused !== null),
    (isReady) => {
      if (!isReady || !brought) return;
      const what = brought;
      brought = null;
      if (!room.mayWrite) return toast({ text: t('picture.notTakenHere'), kind: 'bad' });
      if (what.kind === 'hub') return void tryOut(what);
      const { over, notTaken } = unfold(what, { present: jam.settings, models: models.list, loras: models.loras });
      jam.takeOver(over);
      const title = titleOf(namedBy(what)).slice(0, TITLE_LENGTH);
      const missing = notTaken.map(({ why, name, value }) => t(`jam.import.why.${why}`, { name, value }));
      const text = t(missing.length > 0 ? 'picture.takenBut' : 'picture.taken', { title, missing: missing.join(' ') });
      const undo = { label: t('generation.undo'), run: () => void jam.shared?.undo.undo() };
      toast({ text, kind: 'good', action: undo });
    },
    { flush: 'post' },
  );
}
