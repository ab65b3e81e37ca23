export default {
  ofServer: {
    title: 'Comes with this server',
    about: 'In its own folder of models: every room can choose them.',
    nothingPublished: 'Nobody has published a model yet.',
    nothingPublishedWords: 'Nothing published has “{words}”.',
    nothingPublishedLike: 'Nothing published is like that.',
    licence: 'Licence: {licence}',
    setAside: 'Set aside: it crashed what loaded it.',
    tryIt: 'Try it in a room: {name}',
    more: 'Show 1 more | Show {count} more',
  },
};
