import type { AwsRequest } from '../message.js';
import type { Call } from './call.js';
import { readForm } from './form.js';
import { readJson } from './json-body.js';
import { readRest } from './rest.js';
import type { ServiceModel } from './service-model.js';

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
