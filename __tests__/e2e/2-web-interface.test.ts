import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, Page } from 'puppeteer-core';
import { checkout } from '../support/synth';
import { startBrowser } from './support/browser';
import { eventually, typed, typedJson } from './support/sandbox-shell';

interface FluxObject {
  readonly kind: string;
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Of the last run. The README shows a copy of it. */
const picture = join(checkout, '.sandbox', 'pictures', 'web-interface.png') as `${string}.png`;
/** The interface's words for the condition Ready. What has no conditions is valid once it is there. */
const states: Readonly<Record<string, string>> = { True: 'Ready', False: 'Failed', Unknown: 'Progressing' };

const row = 'main a[href^="/resource/"]';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const address = /Web interface +(http\S+)/.exec(typed('make --silent sandbox-status'))?.[1];
  browser = await startBrowser();
  page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 760 });
  await page.goto(`${address}/resources`);
});

afterAll(() => browser.close());

test('the web interface shows every object of Flux with its state', async () => {
  const { inTheCluster, onThePage } = await eventually(
    60,
    async () => ({ inTheCluster: objectsInTheCluster(), onThePage: await objectsOnThePage() }),
    (objects) => isDeepStrictEqual(objects.inTheCluster, objects.onThePage),
  );
  expect(onThePage).toEqual(inTheCluster);
  mkdirSync(dirname(picture), { recursive: true });
  await page.screenshot({ path: picture });
});

/** Where each row of the page leads, and the state that its label names. */
async function objectsOnThePage(): Promise<string[]> {
  await page.reload();
  await page.waitForSelector(row);
  const rows = (await page.evaluate(`
    Array.from(document.querySelectorAll('${row}'), (link) => {
      const label = link.parentElement.querySelector('[title*=" · "]').title;
      return link.getAttribute('href') + ' ' + label.split(' · ')[1];
    })`)) as string[];
  return [...new Set(rows)].sort();
}

function objectsInTheCluster(): string[] {
  // A FluxReport is the operator's own account of the others.
  const kinds = typed(
    `kubectl api-resources --verbs=list --output=name | grep -E 'toolkit.fluxcd.io|fluxcd.controlplane.io' | grep -v fluxreports | paste -sd,`,
  ).trim();
  return typedJson<{ items: FluxObject[] }>(`kubectl get ${kinds} --all-namespaces --output=json`)
    .items.map(({ kind, metadata, status }) => {
      const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'True';
      return `/resource/${kind}/${metadata.namespace}/${metadata.name} ${states[ready]}`;
    })
    .sort();
}
