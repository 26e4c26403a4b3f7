import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../../lib/validation/errors';
import { parseFleet } from '../../../lib/fleet/parse';
import type { FleetConfig } from '../../../lib/fleet/schema';

const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'fleet');

/** A fleet file for a test, named for what it shows. */
export interface Fixture {
  readonly name: string;
  readonly text: string;
}

/** All fixtures of a folder: adding a file is adding a test. */
export function fixturesIn(folder: 'valid' | 'invalid' | 'invalid-overrides'): readonly Fixture[] {
  return readdirSync(join(FIXTURES, folder))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(FIXTURES, folder, name), 'utf8') }));
}

export function fixture(folder: 'valid' | 'invalid', name: string): string {
  return readFileSync(join(FIXTURES, folder, name), 'utf8');
}

/** Parses a text as if it were fleet/dev.yaml, in a checkout with the files of the fixtures' `checked-in`. */
export function parseDev(text: string, env: NodeJS.ProcessEnv = {}): FleetConfig {
  return parseFleet({ file: 'fleet/dev.yaml', environment: 'dev', text, env, checkedInText });
}

function checkedInText(path: string): string | undefined {
  const file = join(FIXTURES, '..', 'checked-in', path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * Expects that an action refuses a fixture for the reasons that its first lines give: `# problem: <key> <what is wrong>`,
 * or, where the wording matters, `# message: <all of it>`.
 */
export function expectRefusal(text: string, action: () => unknown): void {
  const { problems, message } = configurationErrorOf(action);
  const linesAfter = (label: string) =>
    [...text.matchAll(new RegExp(`^# ${label}: (.*)$`, 'gm'))].map(([, line]) => line);
  const messages = linesAfter('message');
  if (messages.length > 0) expect(message.split('\n')).toEqual(messages);
  else expect(problems.map(({ path, problem }) => `${path} ${problem}`)).toEqual(linesAfter('problem'));
}

/** The error that an action throws. Anything but a ConfigurationError is thrown on. */
export function configurationErrorOf(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('no ConfigurationError was thrown');
}
