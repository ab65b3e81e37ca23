import type { HubModelView, HubModelViewerState } from '@visionary/contract';
import { computed, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRequireSignIn } from '../../accounts/sign-in/use-require-sign-in.js';
import { useErrorText } from '../../shared/i18n/index.js';
import { toast } from '../../shared/ui/index.js';
import { useModelReactionsStore } from './model-reactions-store.js';

/** What was given to the model of a page, and giving to it. */
export function useModelReactions(model: () => HubModelView, mine: () => HubModelViewerState | null) {
  const { t } = useI18n();
  const { say } = useErrorText();
  const signInFirst = useRequireSignIn();
  const reactions = useModelReactionsStore();
  watch(model, (now) => reactions.count(now), { immediate: true });
  // Counts move more often than a page is told what I gave: that would be older than what I do here.
  watch([() => model().id, mine], ([id, theirs]) => reactions.told(id, theirs), { immediate: true });

  async function give(emoji: string, on: boolean): Promise<void> {
    if (!signInFirst(t('hubTalk.signInToReact'))) return;
    try {
      await reactions.react(model().id, emoji, on);
    } catch (why) {
      toast({ text: t('app.both', { first: t('image.notGiven'), second: say(why) }), kind: 'bad' });
    }
  }
  const isMine = (emoji: string): boolean => reactions.mineOf(model().id).includes(emoji);
  return {
    give,
    isMine,
    countOf: (emoji: string): number => reactions.countOf(model(), emoji),
    given: computed(() =>
      reactions.emojisOf(model()).map((emoji) => ({
        ...{ emoji, count: reactions.countOf(model(), emoji), mine: isMine(emoji) },
      })),
    ),
  };
}
