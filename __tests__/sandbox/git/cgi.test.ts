import { cgiEnvironment, parseCgiHead } from '../../../sandbox/src/git/cgi.js';

const request = {
  method: 'POST',
  url: '/fleet.git/git-receive-pack?service=a&b=c',
  headers: { 'content-type': 'application/x-git', 'content-encoding': 'gzip', host: 'h' },
  remoteAddress: '127.0.0.1',
};

test('the request line becomes the CGI variables', () => {
  expect(cgiEnvironment(request)).toMatchObject({
    REQUEST_METHOD: 'POST',
    PATH_INFO: '/fleet.git/git-receive-pack',
    QUERY_STRING: 'service=a&b=c',
  });
});

test('headers become variables, those of the content without a prefix', () => {
  expect(cgiEnvironment(request)).toMatchObject({
    CONTENT_TYPE: 'application/x-git',
    HTTP_CONTENT_ENCODING: 'gzip',
    HTTP_HOST: 'h',
  });
});

test('a chunked body has no length', () => {
  expect(cgiEnvironment(request)).not.toHaveProperty('CONTENT_LENGTH');
});

test('an answer without a status is a success', () => {
  expect(parseCgiHead(Buffer.from('Content-Type: text/plain\r\n\r\nbody'))).toEqual({
    status: 200,
    headers: [['Content-Type', 'text/plain']],
    length: 28,
  });
});

test('the status is taken out of the headers', () => {
  expect(parseCgiHead(Buffer.from('Status: 404 Not Found\nA: b: c\n\n'))).toMatchObject({
    status: 404,
    headers: [['A', 'b: c']],
  });
});

test('a head that has not arrived whole is waited for', () => {
  expect(parseCgiHead(Buffer.from('Content-Type: text/pl'))).toBeUndefined();
});
