export default {
  termCheck: {
    rejected: '“{word}” isn’t allowed here: {rule}.',
    together: '“{word}” isn’t allowed together with {others}: {rule}.',
    starredTogether: '“{word}” together with {others} will be replaced with asterisks: {rule}.',
    starred: '“{word}” will be replaced with asterisks: {rule}.',
    write: 'Use “{word}”',
    masked: 'Someone wrote a blocked term. It’s hidden from others until it’s removed.',
    takeOut: 'Remove',
    more: '{count} more',
    starsPutIn: 'Blocked terms were replaced with asterisks.',
  },
};
