import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Protocol } from '../message.js';

/**
 * A shape of a service model: AWS describes every service with them, and its command line and SDKs are made from them
 * (https://github.com/boto/botocore/tree/develop/botocore/data).
 */
export interface Shape {
  readonly type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'character'
    | 'integer'
    | 'long'
    | 'float'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob';
  readonly members?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  /** Of a list. */
  readonly member?: Member;
  /** Of a map. */
  readonly key?: Member;
  readonly value?: Member;
  readonly flattened?: boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** The least length of a text or list, the least number. */
  readonly min?: number;
  readonly max?: number;
  /** Any JSON. */
  readonly document?: boolean;
}

/** A reference to a shape, with how it is written in a request. */
export interface Member {
  readonly shape: string;
  /** Where it is in a request of a REST protocol. @default in the body */
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly locationName?: string;
  /** Its name in EC2's protocol. @default - `locationName` with a capital */
  readonly queryName?: string;
  readonly flattened?: boolean;
}

/** An operation of a service. */
export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  /** @default - it takes nothing */
  readonly input?: Member;
}

/** What AWS says of one of its services. */
export interface ServiceModel {
  readonly metadata: { readonly protocol: Protocol; readonly serviceId: string };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Folders of the models, by the name that requests to the service are signed with. */
const folders: Readonly<Record<string, string>> = {
  budgets: 'budgets',
  ec2: 'ec2',
  ecr: 'ecr',
  eks: 'eks',
  events: 'events',
  iam: 'iam',
  kms: 'kms',
  logs: 'logs',
  s3: 's3',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
  tagging: 'resourcegroupstaggingapi',
};

/** The service models of an installed botocore. Each is read when it is first asked for. */
export class ServiceModels {
  private readonly read = new Map<string, ServiceModel>();

  /** @param folder `botocore/data` */
  constructor(private readonly folder: string) {}

  /** The model of a service; undefined for one whose requests are not checked. */
  of(service: string): ServiceModel | undefined {
    const name = folders[service];
    if (name === undefined) return undefined;
    const known = this.read.get(service);
    if (known !== undefined) return known;
    const versions = readdirSync(join(this.folder, name)).sort();
    const file = join(this.folder, name, versions.at(-1)!, 'service-2.json.gz');
    const model = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as ServiceModel;
    this.read.set(service, model);
    return model;
  }
}

/** Where a Python environment keeps botocore's models. */
export function modelFolder(environment: string): string {
  const lib = join(environment, 'lib');
  const found = readdirSync(lib)
    .map((python) => join(lib, python, 'site-packages', 'botocore', 'data'))
    .find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${environment} has no botocore`);
  return found;
}
