export default {
  promptPrefix: {
    title: 'Added automatically',
    of: { instance: 'by this server', model: 'for this model', room: 'by this room' },
    before: 'Before the prompt: {prefix}',
    after: 'After the negative prompt: {prefix}',
    counted: 'Prefixes and suffixes count too.',
    off: 'No prefix or suffix is added for this model.',
    prefix: 'Prompt prefix',
    prefixHint: 'Example: ink drawing, (soft light:1.2)',
    negativeSuffix: 'Negative prompt suffix',
    negativeSuffixHint: 'What to keep out of images. Example: blurry, (text:1.2), watermark',
    invalid:
      'Use only words and weights like (soft light:1.2). Close all parentheses, and don’t use square brackets, angle brackets, vertical bars, or backslashes.',
    save: 'Save prompt prefix',
    saved: 'Saved. New prompts will use it.',
    noChanges: 'No changes to the prefix.',
    room: 'Prompt prefix',
    roomAbout:
      'Added to every prompt rendered or steered in this room, after the server’s prefix. Everyone can see it next to the prompt, and what people typed isn’t changed.',
    instance: 'All images on this server',
    instanceAbout:
      'Added to every prompt in every room. It’s always visible: next to the prompt, on every take, and in the image file. What people typed is stored separately, so “Use prompt and settings” copies only that.',
    models: 'Per model',
    modelsAbout:
      'Added after the server’s prefix and suffix. Turn it off to add nothing for this model, not even from rooms.',
    model: 'Model',
    isOn: 'Add prefix and suffix for this model',
    readOnly: 'Only admins can change this.',
  },
};
