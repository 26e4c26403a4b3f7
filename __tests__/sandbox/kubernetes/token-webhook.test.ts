import { TokenWebhook } from '../../../sandbox/src/kubernetes/token-webhook.js';

const ann = { username: 'ann', uid: '1', groups: ['a'], extra: {} };
const webhook = new TokenWebhook({
  clusterName: 'c',
  authenticator: {
    authenticate: (token) =>
      token === 'broken'
        ? Promise.reject(new Error('no AWS'))
        : Promise.resolve(token === 'ann' ? ann : undefined),
  },
});

beforeAll(async () => await webhook.start());
afterAll(async () => await webhook.stop());

async function review(token: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(webhook.url, { method: 'POST', body: JSON.stringify({ spec: { token } }) });
  return { status: response.status, body: await response.json() };
}

test('a good token gives its user', async () => {
  expect((await review('ann')).body).toEqual({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    status: { authenticated: true, user: ann },
  });
});

test('a bad token is not authenticated', async () => {
  expect((await review('bob')).body).toHaveProperty('status', { authenticated: false });
});

test('a failure is not mistaken for a bad token', async () => {
  expect((await review('broken')).status).toBe(500);
});
