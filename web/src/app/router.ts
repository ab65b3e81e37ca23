import { nextTick } from 'vue';
import { createRouter, createWebHistory, START_LOCATION, type RouteRecordRaw, type Router } from 'vue-router';
import { insidePath } from '../shared/inside-path.js';
import { lazyScreen, PartNotFetched, sayNotFetched } from '../shared/lazy.js';
import { reachesTo } from '../shared/reaches-to.js';
import { useSession } from '../shared/session/index.js';

declare module 'vue-router' {
  interface RouteMeta {
    /** The bar of the house above it: not at all, or only where there is room for it. */
    bar?: 'none' | 'wide';
  }
}

const SignInScreen = lazyScreen(() => import('../accounts/SignInScreen.vue'));
/** One for all of them: from case to case it stays where it is. */
const CasesTab = lazyScreen(() => import('../safety/cases/CasesTab.vue'));
const NowhereScreen = lazyScreen(() => import('./shell/NowhereScreen.vue'));

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'feed', component: lazyScreen(() => import('./FeedPage.vue')) },
  {
    path: '/p/:postId',
    name: 'post',
    component: lazyScreen(() => import('../feed/picture/PictureScreen.vue')),
    props: true,
  },
  { path: '/search', name: 'search', component: lazyScreen(() => import('../feed/search/SearchScreen.vue')) },
  { path: '/models', name: 'models', component: lazyScreen(() => import('../hub/find/FindScreen.vue')) },
  {
    path: '/models/:modelId',
    name: 'model',
    component: lazyScreen(() => import('../hub/model/ModelScreen.vue')),
    props: true,
  },
  { path: '/rooms', name: 'lobby', component: lazyScreen(() => import('../rooms/lobby/LobbyScreen.vue')) },
  {
    path: '/rooms/:roomId',
    name: 'room',
    component: lazyScreen(() => import('../rooms/RoomScreen.vue')),
    props: true,
    meta: { bar: 'wide' },
  },
  {
    path: '/join/:token',
    name: 'join',
    component: lazyScreen(() => import('../rooms/lobby/JoinScreen.vue')),
    props: true,
  },
  { path: '/me', name: 'me', component: lazyScreen(() => import('../feed/people/MeScreen.vue')) },
  { path: '/me/takes', name: 'my-takes', component: lazyScreen(() => import('../feed/takes/TakesScreen.vue')) },
  {
    path: '/people/:personId',
    name: 'person',
    component: lazyScreen(() => import('../feed/people/PersonScreen.vue')),
    props: true,
  },
  {
    path: '/collections/:collectionId',
    name: 'collection',
    component: lazyScreen(() => import('../feed/collections/CollectionScreen.vue')),
    props: true,
  },
  { path: '/models/upload', name: 'upload', component: lazyScreen(() => import('../hub/upload/UploadScreen.vue')) },
  {
    path: '/models/upload/:draftId',
    name: 'upload-draft',
    component: lazyScreen(() => import('../hub/upload/UploadScreen.vue')),
    props: true,
  },
  {
    path: '/claim/:token',
    name: 'claim',
    component: lazyScreen(() => import('../accounts/ClaimScreen.vue')),
    props: true,
  },
  {
    path: '/moderation',
    component: lazyScreen(() => import('../safety/ModerationScreen.vue')),
    children: [
      { path: '', name: 'moderation', component: CasesTab },
      {
        path: 'cases/:caseId',
        name: 'moderation-case',
        component: CasesTab,
        props: true,
      },
      {
        path: 'people',
        name: 'moderation-people',
        component: lazyScreen(() => import('../safety/people/PeopleTab.vue')),
      },
      { path: 'terms', name: 'moderation-terms', component: lazyScreen(() => import('../safety/terms/TermsTab.vue')) },
      { path: 'style', name: 'moderation-style', component: lazyScreen(() => import('../safety/styles/StyleTab.vue')) },
      { path: 'log', name: 'moderation-log', component: lazyScreen(() => import('../safety/log/LogTab.vue')) },
    ],
  },
  { path: '/standing', name: 'standing', component: lazyScreen(() => import('../safety/standing/StandingScreen.vue')) },
  { path: '/admin', name: 'admin', component: lazyScreen(() => import('./admin/AdminScreen.vue')) },
  { path: '/sign-in', name: 'sign-in', component: SignInScreen, props: { mode: 'in' }, meta: { bar: 'none' } },
  { path: '/sign-up', name: 'sign-up', component: SignInScreen, props: { mode: 'up' }, meta: { bar: 'none' } },
  { path: '/:path(.*)*', name: 'nowhere', component: NowhereScreen },
];

/** Who is signed in already has nothing to do at the door. */
function pastTheDoor(name: unknown, next: unknown): string | undefined {
  if (name !== 'sign-in' && name !== 'sign-up') return undefined;
  if (!useSession().signedIn) return undefined;
  return insidePath(next);
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    // The feed finds its own place: how high it is is known once its pages are.
    scrollBehavior: async (to, _from, saved) => {
      if (to.name === 'feed') return false;
      if (!saved) return { top: 0 };
      return (await reachesTo(saved.top)) && saved;
    },
  });
  router.beforeEach((to) => pastTheDoor(to.name, to.query['next']) ?? true);
  router.onError((error, to) => {
    if (error instanceof PartNotFetched) sayNotFetched(() => void router.push(to.fullPath).catch(() => undefined));
  });
  // A keyboard or screen reader starts at the new screen, unless the screen itself took the focus.
  router.afterEach(async (to, from) => {
    if (from === START_LOCATION || to.path === from.path) return;
    await nextTick();
    const active = document.activeElement;
    if (active && active !== document.body) return;
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  });
  return router;
}
