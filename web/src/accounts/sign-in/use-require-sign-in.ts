import { useRoute, useRouter } from 'vue-router';
import { useSessionStore } from '../../shared/session/index.js';
import { toast } from '../../shared/ui/index.js';
import { t } from '../../shared/i18n/index.js';

/** Guards an action that needs an account: tells visitors so and redirects them to sign-in and back. */
export function useRequireSignIn() {
  const session = useSessionStore();
  const route = useRoute();
  const router = useRouter();
  /** @returns whether the user is signed in */
  return (reason: string): boolean => {
    if (session.signedIn) return true;
    const run = () => void router.push({ name: 'sign-in', query: { next: route.fullPath } });
    toast({ text: reason, action: { label: t('app.signIn'), run } });
    return false;
  };
}
