import { goEnvironment } from '../../../sandbox/src/build/go.js';

describe('goEnvironment', () => {
  it("keeps the machine's module proxy", () => {
    expect(goEnvironment({ GOPROXY: 'https://proxy.example' }).GOPROXY).toBe('https://proxy.example');
  });

  it("does not let the machine's flags change what is built", () => {
    expect(goEnvironment({ GOFLAGS: '-tags=other' }).GOFLAGS).toBe('-mod=readonly -buildvcs=false');
  });

  it('does not build for another machine', () => {
    expect(goEnvironment({ GOOS: 'windows' })).not.toHaveProperty('GOOS');
  });
});
