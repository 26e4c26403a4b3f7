import { awsClients, type AwsClients } from '../../../../ops/recovery/aws-clients';

/** The answers of AWS by operation, `DescribeVpcsCommand`, each made of what was asked for. */
export type Answers = Readonly<Record<string, (input: Record<string, unknown>) => object>>;

export interface StubbedClients {
  readonly clients: AwsClients;
  /** The operations that were called. */
  readonly calls: string[];
}

/** Clients that never reach a network. An operation without an answer has nothing to list. */
export function stubbedClients(answers: Answers): StubbedClients {
  process.env.AWS_ACCESS_KEY_ID ??= 'test';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'test';
  const clients = awsClients('eu-west-2');
  const calls: string[] = [];
  for (const client of Object.values(clients)) {
    const stack = client.middlewareStack as { add: (middleware: unknown, options: object) => void };
    stack.add(
      (_next: unknown, { commandName = '' }: { commandName?: string }) =>
        ({ input }: { input: Record<string, unknown> }) => {
          calls.push(commandName);
          return new Promise((resolve) =>
            resolve({ output: { $metadata: {}, ...answers[commandName]?.(input) }, response: {} }),
          );
        },
      { step: 'initialize', priority: 'high' },
    );
  }
  return { clients, calls };
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
