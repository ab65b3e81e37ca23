import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useRefusals } from '../../shared/i18n/index.js';
import { asRefused, Refused } from '../../shared/refused.js';
import { useSession } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { tabChannel } from '../../shared/tab-channel.js';
import { toast } from '../../shared/ui/index.js';

/** Keeps the session true while connections come and go, and says why the server cut one. The banner says the rest. */
export function useSessionNews(): void {
  const { t } = useI18n();
  const { say } = useRefusals();
  const router = useRouter();
  const session = useSession();

  async function signedOutElsewhere(): Promise<void> {
    if (!(await session.recheck())) return;
    const next = router.currentRoute.value.fullPath;
    const action = { label: t('app.signIn'), run: () => void router.push({ name: 'sign-in', query: { next } }) };
    toast({ text: t('app.ended'), kind: 'bad', action });
  }

  /** Another tab of this browser signed in or out: the cookie is this tab's, too. */
  async function follow(): Promise<void> {
    const before = session.me?.id;
    await session.load();
    if (session.me?.id !== before) socket.reconnect();
  }
  const tellTabs = tabChannel<'changed'>('session', () => void follow().catch(asRefused));
  watch(
    () => session.me?.id,
    () => tellTabs('changed'),
  );

  const socket = useSocket();
  // The server could not be reached when the page came; now it can.
  watch(socket.state, (now) => {
    if (now === 'up' && !session.known) void session.load().catch(asRefused);
  });
  // Cut or turned away because I am banned: the page that says why stands in the place of everything else.
  watch(socket.ended, (why) => {
    if (why?.code === 'SAFETY_BANNED') void session.load().catch(asRefused);
  });
  // On another page of mine I changed my name, picture, language or role.
  socket.on('me.changed', ({ what }) => {
    if (what === 'account' && !session.leaving) void session.load().catch(asRefused);
  });
  socket.on('session.ended', ({ error }) => {
    if (error.code === 'UNAUTHENTICATED') return void signedOutElsewhere().catch(asRefused);
    if (error.code === 'SAFETY_BANNED') return;
    if (error.code === 'SHUTTING_DOWN' || error.code === 'PROTOCOL_MISMATCH') return;
    toast({ text: say(new Refused(error.code, error.detail)), kind: 'bad' });
  });
}
