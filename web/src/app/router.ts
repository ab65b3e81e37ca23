import { nextTick } from 'vue';
import {
  createRouter,
  createWebHistory,
  START_LOCATION,
  type RouteLocationNormalized,
  type RouteRecordRaw,
  type Router,
} from 'vue-router';
import { safeRedirectPath } from '../shared/safe-redirect-path.js';
import { lazyScreen, ChunkLoadError, showChunkError } from '../shared/lazy.js';
import { waitForScrollHeight } from '../shared/wait-for-scroll-height.js';
import { useSessionStore } from '../shared/session/index.js';

declare module 'vue-router' {
  interface RouteMeta {
    /** The app bar above it: hidden, or shown only on large screens. */
    bar?: 'none' | 'wide';
  }
}

const SignInScreen = lazyScreen(() => import('../accounts/sign-in/SignInScreen.vue'));
/** One record for all cases, so that the component stays mounted between them. */
const CasesTab = lazyScreen(() => import('../safety/cases/CasesTab.vue'));
const NotFoundScreen = lazyScreen(() => import('./shell/NotFoundScreen.vue'));

/** A route whose id is malformed matches nothing, so that it shows the not-found screen. */
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** Passes the parameter as a prop and as the key, so that another value discards all state of the screen. */
const keyedByParam =
  (name: string) =>
  ({ params }: RouteLocationNormalized) => ({ key: params[name], [name]: params[name] });
const routes: RouteRecordRaw[] = [
  { path: '/', name: 'feed', component: lazyScreen(() => import('./pages/home/HomePage.vue')) },
  /** What people type, as the other pages are /rooms and /models. */
  { path: '/feed', redirect: { name: 'feed' } },
  {
    path: `/p/:postId(${UUID})`,
    name: 'post',
    component: lazyScreen(() => import('../feed/post/PostPage.vue')),
    props: keyedByParam('postId'),
  },
  { path: '/search', name: 'search', component: lazyScreen(() => import('./pages/search/SearchScreen.vue')) },
  { path: '/models', name: 'models', component: lazyScreen(() => import('../hub/browse/BrowseScreen.vue')) },
  {
    path: '/models/local/:localId',
    name: 'local-model',
    component: lazyScreen(() => import('../hub/local/LocalModelPage.vue')),
    props: keyedByParam('localId'),
  },
  {
    path: '/models/local-loras/:localId',
    name: 'local-lora',
    component: lazyScreen(() => import('./pages/local-lora/LocalLoraScreen.vue')),
    props: keyedByParam('localId'),
  },
  {
    path: '/models/:modelId',
    name: 'model',
    component: lazyScreen(() => import('./pages/model/ModelScreen.vue')),
    props: keyedByParam('modelId'),
  },
  {
    path: '/rooms/first',
    name: 'first-room',
    component: lazyScreen(() => import('./pages/first-room/FirstRoomScreen.vue')),
  },
  {
    path: '/help/:page([a-z-]+)?',
    name: 'help',
    component: lazyScreen(() => import('./pages/help/HelpScreen.vue')),
    props: true,
  },
  { path: '/rooms', name: 'lobby', component: lazyScreen(() => import('../rooms/lobby/LobbyScreen.vue')) },
  {
    path: `/rooms/:roomId(${UUID})`,
    name: 'room',
    component: lazyScreen(() => import('./pages/room/RoomScreen.vue')),
    props: true,
    meta: { bar: 'wide' },
  },
  {
    path: '/join/:token',
    name: 'join',
    component: lazyScreen(() => import('../rooms/lobby/JoinScreen.vue')),
    props: true,
  },
  { path: '/me', name: 'me', component: lazyScreen(() => import('./pages/profile/MyProfileScreen.vue')) },
  { path: '/me/lending', name: 'lending', component: lazyScreen(() => import('../lending/LendingScreen.vue')) },
  { path: '/me/takes', name: 'my-takes', component: lazyScreen(() => import('./pages/my-takes/MyTakesScreen.vue')) },
  {
    path: `/users/:userId(${UUID})`,
    name: 'user',
    component: lazyScreen(() => import('./pages/profile/ProfilePage.vue')),
    props: keyedByParam('userId'),
  },
  {
    path: `/collections/:collectionId(${UUID})`,
    name: 'collection',
    component: lazyScreen(() => import('../feed/collections/CollectionPage.vue')),
    props: keyedByParam('collectionId'),
  },
  { path: '/models/upload', name: 'upload', component: lazyScreen(() => import('../hub/upload/UploadScreen.vue')) },
  {
    path: `/models/upload/:draftId(${UUID})`,
    name: 'upload-draft',
    component: lazyScreen(() => import('../hub/upload/UploadScreen.vue')),
    props: true,
  },
  {
    path: '/claim/:token',
    name: 'claim',
    component: lazyScreen(() => import('../accounts/sign-in/ClaimAdminScreen.vue')),
    props: true,
  },
  {
    path: '/moderation',
    component: lazyScreen(() => import('../safety/ModerationScreen.vue')),
    children: [
      { path: '', name: 'moderation', component: CasesTab },
      {
        path: `cases/:caseId(${UUID})`,
        name: 'moderation-case',
        component: CasesTab,
        props: true,
      },
      {
        path: 'users',
        name: 'moderation-users',
        component: lazyScreen(() => import('../safety/users/UsersTab.vue')),
      },
      {
        path: 'blocked-terms',
        name: 'moderation-blocked-terms',
        component: lazyScreen(() => import('../safety/blocked-terms/BlockedTermsTab.vue')),
      },
      {
        path: 'prompt-prefix',
        name: 'moderation-prompt-prefix',
        component: lazyScreen(() => import('../safety/prompt-prefix/PromptPrefixTab.vue')),
      },
      {
        path: 'audit-log',
        name: 'moderation-audit-log',
        component: lazyScreen(() => import('../safety/audit-log/AuditLogTab.vue')),
      },
    ],
  },
  {
    path: '/standing',
    name: 'standing',
    component: lazyScreen(() => import('../safety/standing/AccountStandingScreen.vue')),
  },
  { path: '/setup', name: 'setup', component: lazyScreen(() => import('./setup/SetupScreen.vue')) },
  { path: '/admin', name: 'admin', component: lazyScreen(() => import('./admin/AdminScreen.vue')) },
  { path: '/sign-in', name: 'sign-in', component: SignInScreen, props: { mode: 'in' }, meta: { bar: 'none' } },
  { path: '/sign-up', name: 'sign-up', component: SignInScreen, props: { mode: 'up' }, meta: { bar: 'none' } },
  { path: '/:path(.*)*', name: 'not-found', component: NotFoundScreen },
];

/** Signed-in users are redirected away from sign-in. */
function redirectSignedIn(name: unknown, next: unknown): string | undefined {
  if (name !== 'sign-in' && name !== 'sign-up') return undefined;
  if (!useSessionStore().signedIn) return undefined;
  return safeRedirectPath(next);
}

export function createAppRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    // The feed restores its own position, because its height is known only after its pages load.
    scrollBehavior: async (to, from, saved) => {
      if (to.name === 'feed') return false;
      // The page that is open scrolls to the comment.
      if (to.path === from.path && to.query['comment']) return false;
      if (!saved) return { top: 0 };
      return (await waitForScrollHeight(saved.top)) && saved;
    },
  });
  router.beforeEach((to) => redirectSignedIn(to.name, to.query['next']) ?? true);
  router.onError((error, to) => {
    if (error instanceof ChunkLoadError) showChunkError(() => void router.push(to.fullPath).catch(() => undefined));
  });
  // Moves the focus to the new screen for keyboards and screen readers, unless the screen took it.
  router.afterEach(async (to, from) => {
    if (from === START_LOCATION || to.path === from.path) return;
    await nextTick();
    const active = document.activeElement;
    if (active && active !== document.body) return;
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  });
  return router;
}
