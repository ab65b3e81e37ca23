import type { NotificationView } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { useUsers } from '../../shared/users/index.js';
import { usePlainText } from '../../shared/markdown/use-plain-text.js';
import { usersIn } from './notification-route.js';
import { isModerationNotification, useDecisionText } from '../../safety/decisions/use-decision-text.js';

/** "Ann", "Ann and Bob", "Ann, Bob and 3 others". */
function useNames() {
  const { t } = useI18n();
  const { shownName } = useUsers();
  return (news: NotificationView): string => {
    const names = usersIn(news).map(shownName);
    const others = ('count' in news ? news.count : names.length) - names.length;
    if (names.length === 0) return t('app.somebody');
    if (others > 0) return t('me.others', { names: names.join(t('me.comma')), count: others }, others);
    const last = names.pop() ?? '';
    return names.length === 0 ? last : t('me.both', { first: names.join(t('me.comma')), last });
  };
}

/** About a model of the hub; `modelUsed` is about an image made with one. */
type HubModelNotification = Exclude<Extract<NotificationView, { model: unknown }>, { kind: 'modelUsed' }>;

/** What happened to a model of the hub. */
function useModelWords() {
  const { t } = useI18n();
  return (news: HubModelNotification): string => {
    // Whoever hides what is not for everybody is told no name of it.
    const model = news.model.name || t('me.hiddenModel');
    switch (news.kind) {
      case 'modelComment':
      case 'modelReply':
      case 'modelMention':
        return t(`me.kinds.${news.kind}`, { model });
      case 'modelReview':
        return t('me.kinds.modelReview', { model, count: news.stars }, news.stars);
      case 'modelReactions':
        return t('me.kinds.modelReactions', { model, emojis: news.emojis.join(' ') });
      case 'modelPublished':
      case 'versionPublished':
        if (news.model.name === '') return t('me.kinds.hiddenPublished');
        return t(`me.kinds.${news.kind}`, { model, label: news.label });
      case 'versionQuarantined':
        return t('me.kinds.versionQuarantined', {
          model,
          label: news.label,
          why: t(`me.setAside.${news.reason ?? 'unknown'}`),
        });
      default:
        return news satisfies never;
    }
  };
}

/** A notification in words. */
export function useNotificationText() {
  const { t } = useI18n();
  const { plain } = usePlainText();
  const who = useNames();
  const titled = (title: string): string => title || t('me.untitled');
  const ofModel = useModelWords();
  const ofSafety = useDecisionText();
  function what(news: NotificationView): string {
    if ('model' in news && news.kind !== 'modelUsed') return ofModel(news);
    if (isModerationNotification(news)) return ofSafety(news);
    switch (news.kind) {
      case 'mention':
      case 'roomMention':
      case 'reply':
      case 'direct':
        return t(`me.kinds.${news.kind}`, { room: news.room.name });
      case 'comment':
      case 'commentReply':
      case 'commentMention':
      case 'postMention':
        return t(`me.kinds.${news.kind}`, { title: titled(news.post.title) });
      case 'reactions':
        return t('me.kinds.reactions', { title: titled(news.post.title), emojis: news.emojis.join(' ') });
      case 'modelUsed': {
        const { model, images: count } = news;
        return t(`me.kinds.${model.kind}Used`, { made: model.name, count }, count);
      }
      case 'follow':
        return t('me.kinds.follow');
      case 'takeFinished':
      case 'takeFailed':
        return t(`me.kinds.${news.kind}`, { room: news.room.name, number: news.number });
      default:
        return news satisfies never;
    }
  }
  return {
    who,
    what,
    /** In one line, without marks and with names. */
    text(news: NotificationView): string {
      if ('text' in news) return plain(news.text);
      return 'prompt' in news ? news.prompt : '';
    },
    /** All of it in one line, for what is outside the page. */
    whole: (news: NotificationView): string =>
      usersIn(news).length === 0 ? what(news) : t('me.desktop', { name: who(news), what: what(news) }),
  };
}
