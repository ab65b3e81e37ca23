import type { ChangeMe, MeView, SignIn, SignUp } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../api/index.js';
import { language, setLanguage } from '../i18n/index.js';
import { useSocket } from '../socket/index.js';
import { setTheme, theme } from '../theme/index.js';

/** Who is at this browser. Everything that changes it also renews the socket, whose rights come from the cookie. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<MeView | null>(null);
  const socket = useSocket();

  function become(now: MeView | null): void {
    me.value = now;
    if (!now) return;
    setTheme(now.theme);
    void setLanguage(now.language);
  }

  async function load(): Promise<void> {
    become((await call('whoAmI')).me);
  }

  async function signIn(given: SignIn): Promise<void> {
    become(await call('signIn', { body: given }));
    socket.reconnect();
  }

  /** The language and theme chosen as a visitor go with the new account. */
  async function signUp(given: Pick<SignUp, 'name' | 'password'>): Promise<void> {
    become(await call('signUp', { body: { ...given, language: language.value, theme: theme.value } }));
    socket.reconnect();
  }

  async function signOut(): Promise<void> {
    await call('signOut');
    become(null);
    socket.reconnect();
  }

  /** Shows at once; a visitor's choice stays in this browser. */
  async function change(to: ChangeMe): Promise<void> {
    if (to.theme) setTheme(to.theme);
    if (to.language) await setLanguage(to.language);
    if (me.value) me.value = await call('changeMe', { body: to });
  }

  // The session ended on the server (signed out elsewhere): go on as the visitor one now is.
  watch(socket.ended, (why) => {
    if (why?.code !== 'UNAUTHENTICATED') return;
    me.value = null;
  });

  return { me, signedIn: computed(() => me.value !== null), load, signIn, signUp, signOut, change };
});
