export default {
  localModels: {
    title: 'Models of this server',
    about: 'Installed on this server. Available in every room.',
    nonePublished: 'No models published yet.',
    nonePublishedFor: 'No published models match “{query}”.',
    nonePublishedFiltered: 'No published models match these filters.',
    license: 'License: {license}',
    quarantined: 'Quarantined: it crashed the renderer.',
    tryIt: 'Try in a room: {name}',
    more: 'Show 1 more | Show {count} more',
  },
};
