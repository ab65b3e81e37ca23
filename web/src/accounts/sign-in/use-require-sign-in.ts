import { useRoute, useRouter } from 'vue-router';
import { useSessionStore } from '../../shared/session/index.js';
import { toast } from '../../shared/ui/index.js';
import { t } from '../../shared/i18n/index.js';
import { wantAfterSignIn } from './wanted-action.js';

/** Guards an action that needs an account: tells visitors so and leads them to sign-up, or from there to sign-in, and back. */
export function useRequireSignIn() {
  const session = useSessionStore();
  const route = useRoute();
  const router = useRouter();
  /**
   * @param again runs the action when they are back
   * @returns whether the user is signed in
   */
  return (reason: string, again?: () => void): boolean => {
    if (session.signedIn) return true;
    const { fullPath: path } = route;
    const run = () => {
      if (again) wantAfterSignIn(path, again);
      void router.push({ name: 'sign-up', query: { next: path } });
    };
    toast({ text: reason, action: { label: t('app.signInOrUp'), run } });
    return false;
  };
}
