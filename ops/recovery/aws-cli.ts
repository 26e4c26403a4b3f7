import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How long one command may take, in milliseconds: without a network the AWS CLI goes on trying for minutes. */
const commandMilliseconds = 20_000;

/** A command of the AWS CLI failed. */
export class AwsCliError extends Error {
  constructor(
    message: string,
    /** What AWS calls the error, for example `ResourceNotFoundException`. @default - the request never got an answer */
    readonly code?: string,
  ) {
    super(message);
  }
}

/**
 * Runs the AWS CLI with the caller's own credentials and gives what it answers.
 *
 * @throws AwsCliError
 */
export async function aws<Answer>(...words: readonly string[]): Promise<Answer> {
  const args = [...words, '--output', 'json', '--cli-connect-timeout', '5', '--cli-read-timeout', '10'];
  try {
    const { stdout } = await promisify(execFile)('aws', args, {
      env: process.env,
      timeout: commandMilliseconds,
    });
    return JSON.parse(stdout) as Answer;
  } catch (error) {
    throw toAwsCliError(error as ExecError, words);
  }
}

interface ExecError extends Error {
  readonly stderr?: string;
  readonly code?: string | number;
  readonly killed?: boolean;
}

function toAwsCliError(
  { stderr = '', message, code, killed }: ExecError,
  words: readonly string[],
): AwsCliError {
  if (code === 'ENOENT') return new AwsCliError('The AWS CLI (aws) is not on PATH.');
  if (killed === true)
    return new AwsCliError(
      `aws ${words.slice(0, 2).join(' ')} took longer than ${commandMilliseconds / 1000} s.`,
    );
  const text = stderr.trim() === '' ? message : stderr.trim();
  return new AwsCliError(text, /An error occurred \((\w+)\)/.exec(text)?.[1]);
}
