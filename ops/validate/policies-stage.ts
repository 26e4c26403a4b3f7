import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isMapping } from '../../lib/validation/mapping';
import { groupOf } from '../cluster/object-reference';
import { keyOfManifest, type Manifest } from '../guard/manifest';
import type { Checkout } from './checkout';
import type { Finding, StageResult } from './finding';
import { lineOf, yamlFiles, writtenIn } from './places';
import { runProgram } from './program';
import { at, objectsOf } from './schema-stage';

/** The Kyverno CLI: the policies in Git judge everything that Flux applies, and the tests of each policy pass. */
export async function policiesStage(checkout: Checkout): Promise<StageResult> {
  const fleets = (await checkout.built()).map((fleet) => ({
    name: fleet.fleet.environment,
    objects: objectsOf(fleet),
  }));
  const policies = uniqueIn(fleets.flatMap(({ objects }) => objects).filter(isPolicy));
  if (policies.length === 0) return { findings: [], notes: ['there are no policies'] };
  const judged = await Promise.all(
    fleets.map(async ({ name, objects }) => await judge(checkout, name, policies, uniqueIn(objects))),
  );
  const tested = await runTests(checkout, policies);
  return {
    findings: [...judged.flat(), ...tested],
  };
}

/** The CLI takes each object once. */
function uniqueIn(objects: readonly Manifest[]): readonly Manifest[] {
  return [...new Map(objects.map((object) => [keyOfManifest(object), object])).values()];
}

function isPolicy({ apiVersion, kind }: Manifest): boolean {
  const group = groupOf(apiVersion);
  return (group === 'kyverno.io' || group === 'policies.kyverno.io') && kind.endsWith('Policy');
}

interface ReportResult {
  readonly policy: string;
  readonly result: string;
  readonly message?: string;
  readonly resources?: readonly {
    readonly apiVersion: string;
    readonly kind: string;
    readonly namespace?: string;
    readonly name: string;
  }[];
}

async function judge(
  checkout: Checkout,
  fleet: string,
  policies: readonly Manifest[],
  objects: readonly Manifest[],
): Promise<readonly Finding[]> {
  const folder = join(checkout.scratch, 'policies', fleet);
  const [policyFile, objectFile] = ['policies.yaml', 'objects.yaml'].map((name) => join(folder, name));
  mkdirSync(folder, { recursive: true });
  writeFileSync(policyFile!, inYaml(policies));
  writeFileSync(objectFile!, inYaml(objects));
  const words = [
    'apply',
    policyFile!,
    '--resource',
    objectFile!,
    '--policy-report',
    '--output-format',
    'json',
  ];
  const { output } = await kyverno(words, checkout.root);
  const results = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap(resultsIn);
  return results
    .filter(({ result }) => result === 'fail' || result === 'error')
    .flatMap(({ policy, message = '', resources = [] }) =>
      resources.map(({ apiVersion, kind, namespace, name }) =>
        at(
          checkout,
          { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } },
          [],
          `${message || 'refused'} (policy ${policy})`,
        ),
      ),
    );
}

function resultsIn(text: string): readonly ReportResult[] {
  const report = JSON.parse(text) as unknown;
  return isMapping(report) && Array.isArray(report.results)
    ? (report.results as readonly ReportResult[])
    : [];
}

/** Every policy has a test with resources that it lets pass, and with some that it refuses. */
async function runTests(checkout: Checkout, policies: readonly Manifest[]): Promise<readonly Finding[]> {
  const { root, folder, places } = checkout;
  const files = yamlFiles(root, folder).filter((file) => /kyverno-test\.ya?ml$/.test(file));
  const results = files.flatMap((file) => expectations(join(root, file)));
  const untested = policies.flatMap((policy) =>
    ['pass', 'fail']
      .filter(
        (wanted) =>
          !results.some(({ policy: name, result }) => name === policy.metadata.name && result === wanted),
      )
      .map((wanted) => ({
        ...(places().of(policy) ?? { file: folder, line: 1 }),
        message: `no test has a resource that the policy ${policy.metadata.name} lets ${wanted}. Add one to a kyverno-test.yaml.`,
      })),
  );
  const failed = await Promise.all(files.map(async (file) => await runTest(root, file)));
  return [...untested, ...failed.flat()];
}

interface Expectation {
  readonly policy: string;
  readonly result: string;
}

function expectations(file: string): readonly Expectation[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { logLevel: 'silent' });
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const { results } = document.toJS() as { readonly results?: readonly Expectation[] };
    return results ?? [];
  });
}

async function runTest(root: string, file: string): Promise<readonly Finding[]> {
  const { code, output } = await kyverno(
    ['test', dirname(file), '--output-format', 'json', '--remove-color'],
    root,
  );
  if (code === 0) return [];
  const field = (text: string, name: string) => new RegExp(`"${name}": "([^"]*)"`).exec(text)?.[1] ?? '';
  const failed = [...output.matchAll(/\{[^{}]*\}/g)]
    .filter(([text]) => field(text, 'RESULT') === 'Fail')
    .map(([text]) => `${field(text, 'POLICY')} on ${field(text, 'RESOURCE')}: ${field(text, 'REASON')}`);
  const [written] = writtenIn(file, readFileSync(join(root, file), 'utf8'));
  const line = written === undefined ? 1 : lineOf(written, ['results']);
  return [
    { file, line, message: `a test of the policies fails: ${failed.join('; ') || output.slice(0, 300)}` },
  ];
}

async function kyverno(args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  const given = { program: 'kyverno', args, cwd, findingCodes: [1], provided: 'builds it' } as const;
  const { code, stdout, stderr } = await runProgram(given);
  return { code, output: code === 0 ? stdout : stdout || stderr };
}

function inYaml(objects: readonly Manifest[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
