export { useComments } from './data/use-comments.js';
export { default as CommentList } from './list/CommentList.vue';
export { default as ReactionBar } from './reactions/ReactionBar.vue';
export { LIKE_EMOJI } from './reactions/like-emoji.js';
export { useReact } from './reactions/use-react.js';
export { useOptimisticReactions } from './reactions/use-optimistic-reactions.js';
