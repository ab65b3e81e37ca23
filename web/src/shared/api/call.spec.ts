import { describe, expect, it } from '@jest/globals';
import { pathOf } from './call.js';

describe('API paths', () => {
  it('encode their values, also those that look like paths', () => {
    expect(pathOf('/api/invitations/:token', { token: '../me?x=1' }, {})).toBe('/api/invitations/..%2Fme%3Fx%3D1');
    expect(pathOf('/api/takes/:takeId/images/:index', { takeId: 'a', index: 0 }, {})).toBe('/api/takes/a/images/0');
  });

  it('have a query without absent values', () => {
    expect(pathOf('/api/rooms', {}, { search: '月 & more', cursor: undefined })).toBe(
      '/api/rooms?search=%E6%9C%88+%26+more',
    );
    expect(pathOf('/api/rooms', {}, { search: '' })).toBe('/api/rooms');
  });
});
