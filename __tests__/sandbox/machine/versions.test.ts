import { findVersion, isAtLeast } from '../../../sandbox/src/machine/versions.js';

describe('findVersion', () => {
  it.each([
    ['go version go1.26.8 linux/amd64', [1, 26, 8]],
    ['Terraform v1.11.4\non linux_amd64', [1, 11, 4]],
    ['git version 2.39', [2, 39, 0]],
    ['no version', undefined],
  ])('reads %j', (text, version) => {
    expect(findVersion(text)).toEqual(version);
  });
});

describe('isAtLeast', () => {
  it.each([
    [[1, 11, 0], true],
    [[2, 0, 0], true],
    [[1, 9, 8], false],
    [[1, 10, 99], false],
  ])('compares %j with 1.11 by numbers', (version, expected) => {
    expect(isAtLeast(version, [1, 11])).toBe(expected);
  });
});
