import type { AwsRequest, Protocol } from '../../../../../sandbox/src/aws/message.js';
import type { ServiceModel } from '../../../../../sandbox/src/aws/models/service-model.js';

/** The model of a service that makes things, in a protocol. */
export function thingModel(protocol: Protocol, serviceId = 'Things'): ServiceModel {
  const isRest = protocol.startsWith('rest');
  return {
    metadata: { protocol, serviceId },
    operations: {
      CreateThing: {
        name: 'CreateThing',
        http: { method: 'POST', requestUri: isRest ? '/shelves/{shelf}/things' : '/' },
        input: { shape: 'CreateThingRequest' },
      },
      CopyThing: {
        name: 'CopyThing',
        http: { method: 'POST', requestUri: isRest ? '/shelves/{shelf}/things' : '/' },
        input: { shape: 'CopyThingRequest' },
      },
      ListShelves: { name: 'ListShelves', http: { method: 'GET', requestUri: isRest ? '/shelves' : '/' } },
    },
    shapes: {
      CreateThingRequest: {
        type: 'structure',
        required: ['Name'],
        members: {
          Name: { shape: 'Name', ...(isRest && { locationName: 'name' }) },
          Kind: { shape: 'Kind', locationName: 'kind' },
          Size: { shape: 'Size' },
          Tags: { shape: 'Tags', ...(protocol === 'ec2' && { locationName: 'Tag' }) },
          Labels: { shape: 'Labels' },
          Secret: { shape: 'Secret' },
          Open: { shape: 'Open' },
          ...(isRest && {
            Shelf: { shape: 'Name', location: 'uri' as const, locationName: 'shelf' },
            Limit: { shape: 'Size', location: 'querystring' as const, locationName: 'limit' },
            Token: { shape: 'Open', location: 'header' as const, locationName: 'X-Token' },
          }),
        },
      },
      CopyThingRequest: {
        type: 'structure',
        required: ['Source'],
        members: {
          Shelf: { shape: 'Name', location: 'uri', locationName: 'shelf' },
          Source: { shape: 'Open', location: 'header', locationName: 'X-Source' },
        },
      },
      Name: { type: 'string', min: 1, max: 5, pattern: '[a-z]+' },
      Kind: { type: 'string', enum: ['round', 'square'] },
      Size: { type: 'integer', min: 1, max: 10 },
      Tags: { type: 'list', member: { shape: 'Tag' }, max: 2 },
      Tag: {
        type: 'structure',
        required: ['Key'],
        members: { Key: { shape: 'Name' }, Value: { shape: 'Open' } },
      },
      Labels: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Open' } },
      Secret: { type: 'blob', max: 3 },
      Open: { type: 'string' },
    },
  };
}

/** A request of a query protocol. */
export function form(parameters: Readonly<Record<string, string>>): AwsRequest {
  const body = new URLSearchParams({ Action: 'CreateThing', Version: '2020-01-01', ...parameters });
  return { method: 'POST', url: '/', headers: {}, body: Buffer.from(body.toString()) };
}

/** A request of the JSON protocol. */
export function json(body: object, operation = 'CreateThing'): AwsRequest {
  return {
    method: 'POST',
    url: '/',
    headers: { 'x-amz-target': `Things_2020.${operation}` },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** A request of a REST protocol. */
export function rest(
  method: string,
  url: string,
  body?: object,
  headers: AwsRequest['headers'] = {},
): AwsRequest {
  return { method, url, headers, body: Buffer.from(body === undefined ? '' : JSON.stringify(body)) };
}
