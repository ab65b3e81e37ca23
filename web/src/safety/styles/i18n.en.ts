export default {
  style: {
    house: 'Added by the house',
    of: { instance: 'by this server', model: 'for this model', room: 'by this room' },
    before: 'Before the prompt: {words}',
    behind: 'Behind the negative prompt: {words}',
    counted: 'What the house adds is counted, too.',
    off: 'Nothing is added to what this model draws.',
    prefix: 'Before every prompt',
    prefixHint: 'For instance: ink drawing, (soft light:1.2)',
    suffix: 'Behind every negative prompt',
    suffixHint: 'What pictures should not show. For instance: nude, (blood:1.2), gore',
    wrong: 'Words and weights like (soft light:1.2) only: brackets that close, and none of [ ] | < > \\',
    save: 'Save these words',
    saved: 'From now on, prompts are composed so.',
    nothingNew: 'Nothing new to save.',
    room: 'House style',
    roomAbout:
      'Added to every prompt rendered or steered here, after what the server adds. Everybody sees it beside the prompt; what people typed stays as it is.',
    instance: 'For everything rendered here',
    instanceAbout:
      'Added to every prompt of every room. Never hidden: it stands beside the prompt, with every take and in the file. What people typed is kept apart, so “Use these settings” brings only that.',
    models: 'Single models',
    modelsAbout:
      'What is said here comes after the words above. Switched off, nothing is added for this model, not even by rooms.',
    model: 'Model',
    isOn: 'Add words to what this model draws',
    readOnly: 'Admins change this.',
  },
};
