import { expect, test } from '@jest/globals';
import { linkAddress } from './link-address.js';

test.each([
  ['https://example.com/a?b=1', 'https://example.com/a?b=1'],
  [' example.com/a ', 'https://example.com/a'],
  ['tênmiền.vn', 'https://tênmiền.vn'],
  ['mai@example.com', 'mailto:mai@example.com'],
  ['tel:+84912345678', 'tel:+84912345678'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['//evil.example', null],
  ['two words', null],
  ['', null],
])('%s leads to %s', (typed, address) => expect(linkAddress(typed)).toBe(address));
