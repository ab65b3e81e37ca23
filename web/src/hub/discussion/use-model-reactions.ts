import type { HubModelView } from '@visionary/contract';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRequireSignIn } from '../../accounts/index.js';
import { useErrorText } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useModelReactionsStore } from './model-reactions-store.js';

/** The reactions of a model page, and reacting to it. */
export function useModelReactions(model: () => HubModelView) {
  const { t } = useI18n();
  const { errorText } = useErrorText();
  const signInFirst = useRequireSignIn();
  const reactions = useModelReactionsStore();

  async function react(emoji: string, on: boolean): Promise<void> {
    if (!signInFirst(t('comments.signInToReact'))) return;
    try {
      await reactions.react(model().id, emoji, on);
    } catch (error) {
      toast({
        text: t('app.twoSentences', { first: t('comments.reactionFailed'), second: errorText(error) }),
        kind: 'bad',
      });
    }
  }
  const isMine = (emoji: string): boolean => reactions.mineOf(model().id).includes(emoji);
  return {
    react,
    isMine,
    countOf: (emoji: string): number => reactions.countOf(model(), emoji),
    reactions: computed(() =>
      reactions.emojisOf(model()).map((emoji) => ({
        ...{ emoji, count: reactions.countOf(model(), emoji), mine: isMine(emoji) },
      })),
    ),
  };
}
