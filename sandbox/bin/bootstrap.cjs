'use strict';
// Needs nothing but Node, of any version: a fresh clone has no packages yet. It checks Node's version, installs the
// packages while the first Go modules download, and hands over to sandbox/src/cli.ts.
const { spawn } = require('node:child_process');
const { cpSync, existsSync, mkdtempSync, rmSync, statSync } = require('node:fs');
const { constants, tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { clearInterval, setInterval } = require('node:timers');

const checkout = resolve(__dirname, '..', '..');
const installed = join(checkout, 'node_modules', '.package-lock.json');
const leastNode = [20, 19];
// The same toolchain as in sandbox/src/build/build-sets.ts.
const goToolchain = 'go1.27.0';

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  fail(
    `Node.js: found ${process.versions.node}; Node.js ${leastNode.join('.')} or newer is needed. ` +
      'Install it from https://nodejs.org.',
  );
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

function isInstalled() {
  if (!existsSync(installed)) return false;
  return statSync(installed).mtimeMs >= statSync(join(checkout, 'package-lock.json')).mtimeMs;
}

function installPackages() {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  console.log('Installing npm packages (npm ci)');
  const timer = setInterval(() => console.log(`  npm ci is still running, ${elapsed()}`), 15_000);
  let output = '';
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((done) => {
    child.on('error', (error) => {
      clearInterval(timer);
      fail(`Could not run npm: ${error.message}. It comes with Node.js: https://nodejs.org.`);
    });
    child.on('exit', (code, signal) => {
      clearInterval(timer);
      if (code === 0) {
        console.log(`Installed npm packages in ${elapsed()}`);
        done();
        return;
      }
      rmSync(installed, { force: true });
      if (signal !== null) process.exit(130);
      if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/i.test(output)) {
        fail(
          'Downloading from the npm registry failed. Check the network and `npm config get registry` ' +
            '(proxy: HTTPS_PROXY), then run the command again.',
        );
      }
      console.error(output.trim().split('\n').slice(0, 20).join('\n'));
      fail(
        `npm ci failed with exit code ${code}. The start of its output is above; run npm ci to see all of it.`,
      );
    });
  });
}

/** Downloads the toolchain and the modules of the Flux controllers, so that the first build does not wait for them. */
function downloadModules() {
  const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-modules-'));
  for (const file of ['go.mod', 'go.sum'])
    cpSync(join(checkout, 'sandbox', 'pins', 'kube', file), join(folder, file));
  const controllers = ['source', 'kustomize', 'helm'].map((name) => `github.com/fluxcd/${name}-controller`);
  const child = spawn('go', ['list', '-deps', ...controllers], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, GOTOOLCHAIN: goToolchain, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
  });
  const stop = () => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  // Only a head start: whatever fails here is met and told again by the build itself.
  child.on('error', stop);
  child.on('exit', stop);
  process.on('exit', stop);
}

function runCommand(args) {
  const child = spawn(
    process.execPath,
    [join(checkout, 'run'), join(checkout, 'sandbox', 'src', 'cli.ts'), ...args],
    {
      stdio: 'inherit',
      env: { INIT_CWD: process.cwd(), ...process.env },
    },
  );
  // The terminal sends its interrupt to the child, too; a signal from elsewhere is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

async function main() {
  requireNode();
  const args = process.argv.slice(2);
  if (!isInstalled()) {
    if (args[0] === 'up') downloadModules();
    await installPackages();
  }
  process.chdir(checkout);
  runCommand(args);
}

void main();
