export default {
  localModels: {
    title: 'Built-in models',
    about: 'Installed on this server. Available in every room.',
    nothingPublished: 'No models published yet.',
    nothingPublishedWords: 'No published models match “{query}”.',
    nothingPublishedLike: 'No published models match these filters.',
    license: 'License: {license}',
    setAside: 'Quarantined: it crashed the renderer.',
    tryIt: 'Try in a room: {name}',
    more: 'Show 1 more | Show {count} more',
  },
};
