import { fittingRoutes, type Route } from '../../../../sandbox/src/aws/eks/route.js';

const nothing = (): Promise<undefined> => Promise.resolve(undefined);
const routes: readonly Route[] = [
  { method: 'GET', path: '/clusters/{cluster}', handle: nothing },
  { method: 'POST', path: '/clusters/{cluster}', handle: nothing },
  { method: 'GET', path: '/clusters/{cluster}/access-entries/{principal}', handle: nothing },
  { method: 'DELETE', path: '/tags/{arn}', handle: nothing },
];

function fitting(method: string, url: string) {
  return fittingRoutes(routes, { method, url, headers: {}, body: Buffer.alloc(0) });
}

test('a request fits the route of its method and path', () => {
  expect(fitting('GET', '/clusters/a').map(({ route }) => route)).toEqual([routes[0]]);
});

test('a longer path does not fit', () => {
  expect(fitting('GET', '/clusters/a/insights')).toEqual([]);
});

test('an encoded ARN is one segment', () => {
  const url = `/clusters/a/access-entries/${encodeURIComponent('arn:aws:iam::0:role/x')}`;
  expect(fitting('GET', url)[0]?.request.path).toEqual({ cluster: 'a', principal: 'arn:aws:iam::0:role/x' });
});

test('a query can name a key more than once', () => {
  expect(fitting('DELETE', '/tags/x?tagKeys=a&tagKeys=b')[0]?.request.query.getAll('tagKeys')).toEqual([
    'a',
    'b',
  ]);
});
