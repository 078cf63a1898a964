import { expect, test } from '@jest/globals';
import { UserError } from '../kernel/user-error.js';
import { demandGoodPassword, hashPassword, isPassword, randomPassword } from './password.js';

test('argon2id with the stated cost; the whole password counts', async () => {
  const password = 'đường-'.repeat(11);
  const hash = await hashPassword(password);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  expect(await isPassword(password, hash)).toBe(true);
  expect(await isPassword(password.slice(0, -1), hash)).toBe(false);
});

test.each([
  ['short', 'identity.password-too-short'],
  [undefined, 'identity.password-too-short'],
  ['x'.repeat(257), 'identity.password-too-long'],
  ['password123!', 'identity.password-too-common'],
  ['Nguyen2026', 'identity.password-too-common'],
  ['Matkhau@2026', 'identity.password-too-common'],
])('refuses %p with %s', (password, code) => {
  const refused = (): unknown => demandGoodPassword(password, '/password', ['Nguyen Van An', 'an@example.com']);
  expect(refused).toThrow(UserError);
  expect(refused).toThrow(expect.objectContaining({ status: 422, code, violations: [expect.objectContaining({ pointer: '/password' })] }));
});

test('random passwords are long, good and differ', () => {
  const made = Array.from({ length: 50 }, randomPassword);
  expect(new Set(made).size).toBe(50);
  expect(made.every((password) => demandGoodPassword(password, '', []) === password && password.length === 23)).toBe(true);
});
