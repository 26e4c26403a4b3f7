import { join, relative, resolve } from 'node:path';
import { ConfigurationError } from '../../lib/validation/errors';
import { inBatches } from '../cluster/batches';
import { FluxCli } from '../guard/flux-cli';
import { buildStage } from './build-stage';
import { buildFleet, type BuiltFleet } from './built-fleet';
import type { Checkout } from './checkout';
import { sorted, type Finding, type StageName, type StageResult } from './finding';
import { fleetsIn, type FleetInGit } from './fleets';
import { orderStage } from './order-stage';
import { Places } from './places';
import { policiesStage } from './policies-stage';
import { removedApisStage } from './removed-apis-stage';
import { schemaStage } from './schema-stage';
import { Schemas } from './schemas';
import { secretsStage } from './secrets-stage';
import { variablesStage } from './variables-stage';
import { yamlStage } from './yaml-stage';

export interface ValidateProps {
  /** The repository. */
  readonly root: string;
  /** The folder with what manifests are compared with. */
  readonly originals: string;
  /** A folder for temporary files. */
  readonly scratch: string;
}

/** A stage that ran. */
export interface StageReport extends StageResult {
  readonly stage: StageName;
  readonly seconds: number;
}

type Stage = (checkout: Checkout) => StageResult | Promise<StageResult>;

/** Each stage relies on the ones before it. */
const stages: Readonly<Record<StageName, Stage>> = {
  yaml: yamlStage,
  variables: variablesStage,
  build: buildStage,
  schema: schemaStage,
  policies: policiesStage,
  order: orderStage,
  'removed APIs': removedApisStage,
  secrets: secretsStage,
};

/** Runs the stages in order, and ends after the first one with findings. */
export async function* validate(props: ValidateProps): AsyncGenerator<StageReport> {
  const checkout = checkoutOf(props);
  for (const [stage, run] of Object.entries(stages) as [StageName, Stage][]) {
    const start = performance.now();
    const { findings, notes } = await withProblems(props.root, () => run(checkout));
    yield {
      stage,
      findings: sorted(findings),
      ...(notes && { notes: [...new Set(notes)] }),
      seconds: (performance.now() - start) / 1000,
    };
    if (findings.length > 0) return;
  }
}

const project = resolve(__dirname, '..', '..');

/** What is wrong with a fleet file or a FluxInstance, as findings. */
async function withProblems(
  root: string,
  run: () => StageResult | Promise<StageResult>,
): Promise<StageResult> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const findings = error.problems.map(({ file, path, given, problem, allowed, remedy }): Finding => {
      const line = Number(/^line (\d+)/.exec(path)?.[1] ?? 1);
      const value = given === undefined ? '' : ` ${given}`;
      return {
        file: relative(root, resolve(project, file)),
        line,
        message: `${path}${value} ${problem}; allowed: ${allowed}. ${remedy}`,
      };
    });
    return { findings };
  }
}

function checkoutOf({ root, originals, scratch }: ValidateProps): Checkout {
  const cli = new FluxCli(scratch);
  const folder = 'gitops';
  const fleets = once(() => fleetsIn(root));
  return {
    root,
    folder,
    rules: join(project, '.yamllint.yaml'),
    originals,
    scratch,
    schemas: once(() => new Schemas(originals)),
    places: once(() => new Places(root, folder)),
    fleets,
    built: once(async () => {
      await cli.check();
      return await inBatches(
        fleets(),
        async (fleet: FleetInGit): Promise<BuiltFleet> => await buildFleet(fleet, root, cli, scratch),
      );
    }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
