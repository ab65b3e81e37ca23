import type { InstanceView, UpdateProfile, MeView, SignIn, SignUp } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { call } from '../api/index.js';
import { language, setLanguage } from '../i18n/index.js';
import { PRODUCT_NAME, setTitleName } from '../page-title.js';
import { useSocket } from '../socket/index.js';
import { setTheme, theme } from '../theme/index.js';

/**
 * The signed-in user of this browser. Each change also reconnects the socket, whose permissions come from the
 * cookie.
 */
export const useSessionStore = defineStore('session', () => {
  const me = shallowRef<MeView | null>(null);
  /** Whether the session has loaded; until then the user is shown as a visitor. */
  const isLoaded = shallowRef(false);
  const socket = useSocket();
  /** Signing out: account changes that arrive meanwhile need no reload. */
  const leaving = shallowRef(false);

  /** Whether this server accepts lent renderers. */
  const canLend = shallowRef(false);

  /** How this instance presents itself. */
  const instance = shallowRef<InstanceView>({});
  function setInstance(view: InstanceView): void {
    instance.value = view;
    setTitleName(view.name);
  }

  /** Banned: can only see the reason and appeal. */
  const isBanned = shallowRef(false);

  /** The current user as the server sent it. */
  async function setUser(user: MeView | null, banned = false): Promise<void> {
    isBanned.value = banned;
    me.value = user;
    isLoaded.value = true;
    if (!user) return;
    setTheme(user.theme);
    await setLanguage(user.language);
  }

  async function load(): Promise<void> {
    const { me: user, bannedUntil, canLend: mayLend, instance: view = {} } = await call('getCurrentSession');
    canLend.value = mayLend;
    setInstance(view);
    await setUser(user, bannedUntil !== undefined);
  }

  async function signIn(credentials: SignIn): Promise<void> {
    await setUser(await call('signIn', { body: credentials }));
    socket.reconnect();
  }

  /** The language and theme chosen as a visitor are saved to the new account. */
  async function signUp(credentials: Pick<SignUp, 'name' | 'password'>): Promise<void> {
    await setUser(await call('signUp', { body: { ...credentials, language: language.value, theme: theme.value } }));
    socket.reconnect();
  }

  const signOut = (): Promise<void> => leave(() => call('signOut'));

  /** Ends this session on request, without a notice that it ended. @throws Rejection */
  async function leave(endSession: () => Promise<unknown>): Promise<void> {
    leaving.value = true;
    try {
      await endSession();
      await setUser(null);
      socket.reconnect();
    } finally {
      leaving.value = false;
    }
  }

  /**
   * Reloads the session after the server ended it. @returns whether the user was signed out without asking for it
   * here
   */
  async function recheck(): Promise<boolean> {
    if (leaving.value || me.value === null) return false;
    await load();
    return me.value === null;
  }

  /** Applies at once; a visitor's choice stays in this browser. */
  async function change(to: UpdateProfile): Promise<void> {
    if (to.theme) setTheme(to.theme);
    if (to.language) await setLanguage(to.language);
    if (me.value) me.value = await call('updateProfile', { body: to });
  }

  return {
    me,
    isLoaded,
    signedIn: computed(() => me.value !== null),
    isBanned,
    canLend,
    instance,
    instanceName: computed(() => instance.value.name ?? PRODUCT_NAME),
    setInstance,
    leaving,
    /** The viewer's rating preference. */
    preference: computed(() => me.value?.sensitiveContentMode ?? 'never'),
    /** The cache key of lists: the user, and whether rated images are left out. */
    viewerKey: computed(() =>
      me.value ? `${me.value.id}${me.value.sensitiveContentMode === 'hide' ? ' hides' : ''}` : '',
    ),
    load,
    setUser,
    signIn,
    signUp,
    signOut,
    leave,
    recheck,
    change,
  };
});
