export default {
  checks: {
    refused: '“{word}” is not allowed here: {rule}.',
    together: '“{word}” together with {others} is not allowed here: {rule}.',
    starredTogether: '“{word}” together with {others} will be shown as stars: {rule}.',
    starred: '“{word}” will be shown as stars: {rule}.',
    write: 'Write “{word}”',
    takeOut: 'Take it out',
    more: '{count} more',
    starsPutIn: 'Words that are not shown here have stars in their place.',
  },
};
