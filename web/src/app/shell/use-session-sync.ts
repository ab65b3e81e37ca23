import { watch } from 'vue';
import { useRouter } from 'vue-router';
import { errorText, t } from '../../shared/i18n/index.js';
import { toRejection, Rejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { tabChannel } from '../../shared/tabs/tab-channel.js';
import { toast } from '../../shared/ui/index.js';

/** Revalidates the session on reconnect and explains a terminated connection. */
export function useSessionSync(): void {
  const router = useRouter();
  const session = useSessionStore();

  async function signedOutElsewhere(): Promise<void> {
    if (!(await session.recheck())) return;
    const next = router.currentRoute.value.fullPath;
    const action = { label: t('app.signIn'), run: () => void router.push({ name: 'sign-in', query: { next } }) };
    toast({ text: t('app.ended'), kind: 'bad', action });
  }

  /** Another tab of this browser signed in or out: both use the same cookie. */
  async function follow(): Promise<void> {
    const before = session.me?.id;
    await session.load();
    if (session.me?.id !== before) socket.reconnect();
  }
  const notifyTabs = tabChannel<'changed'>('session', () => void follow().catch(toRejection));
  watch(
    () => session.me?.id,
    () => notifyTabs('changed'),
  );

  const socket = useSocket();
  // The server was unreachable when the page loaded; now it is reachable.
  watch(socket.state, (now) => {
    if (now === 'up' && !session.isLoaded) void session.load().catch(toRejection);
  });
  // Banned: the account standing page replaces the app.
  watch(socket.fatalError, (reason) => {
    if (reason?.code === 'SAFETY_BANNED') void session.load().catch(toRejection);
  });
  // My name, image, language, or role was changed in another tab.
  socket.on('me.stateChanged', ({ what }) => {
    if (what === 'account' && !session.leaving) void session.load().catch(toRejection);
  });
  socket.on('session.ended', ({ error }) => {
    if (error.code === 'UNAUTHENTICATED') return void signedOutElsewhere().catch(toRejection);
    if (error.code === 'SAFETY_BANNED') return;
    if (error.code === 'SHUTTING_DOWN' || error.code === 'PROTOCOL_MISMATCH') return;
    toast({ text: errorText(new Rejection(error.code, error.detail)), kind: 'bad' });
  });
}
