import type { AwsRequest } from '../message.js';
import { readForm } from './form.js';
import { readJson } from './json-body.js';
import { readRest } from './rest.js';
import type { ServiceModel } from './service-model.js';

/** What a request asks of a service. */
export interface Call {
  readonly operation: string;
  /** The parameters by their names in the model, as far as the model knows them. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Parameters that the model does not know, as they were sent. */
  readonly unknown: readonly string[];
}

/** Reads a request as its service's protocol says; undefined when the model has no such operation. */
export function readCall(model: ServiceModel, request: AwsRequest): Call | undefined {
  switch (model.metadata.protocol) {
    case 'ec2':
    case 'query':
      return readForm(model, request);
    case 'json':
      return readJson(model, request);
    case 'rest-json':
    case 'rest-xml':
      return readRest(model, request);
  }
}
