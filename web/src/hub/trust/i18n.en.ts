export default {
  trust: {
    title: 'While it renders',
    veiled: 'Veiled until the image check has seen enough.',
    shipped: 'Shown from step 1: it ships with this server.',
    vouched: 'Shown from step 1. {name} vouched for these files, {date}.',
    vouchedOn: 'Shown from step 1. A moderator vouched for these files, {date}.',
    vouch: 'Vouch for these files',
    vouchFor: 'Vouch for {name}',
    withdraw: 'Withdraw',
    withdrawFor: 'Stop vouching for {name}',
    about:
      'Only if it can’t draw anything forbidden. Every step is then shown unchecked; the finished image is still checked.',
    done: 'Renders with {name} show from step 1.',
    withdrawn: 'Renders with {name} are veiled again until they are checked.',
  },
};
