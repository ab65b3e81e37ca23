import { useRequireSignIn } from '../../accounts/index.js';
import { errorText, t } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';

/** Adds or removes a reaction. Visitors sign in first, and a rejection becomes a toast. */
export function useReact(apply: (emoji: string, on: boolean) => Promise<void>) {
  const signInFirst = useRequireSignIn();
  return async (emoji: string, on: boolean): Promise<void> => {
    if (!signInFirst(t('comments.signInToReact'))) return;
    try {
      await apply(emoji, on);
    } catch (error) {
      toast({
        text: t('app.twoSentences', { first: t('comments.reactionFailed'), second: errorText(error) }),
        kind: 'bad',
      });
    }
  };
}
