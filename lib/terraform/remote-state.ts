import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  ref,
  type TerraformStack,
  Token,
} from 'cdktf';
import { DataAwsS3Objects } from '@cdktf/provider-aws/lib/data-aws-s3-objects';
import type { OutputValues, StackName } from './contracts';
import { identifier, outputName } from '../aws/naming';
import { type S3StateLocation, type StateLocation, stateKey, statePath } from './state-location';
import { expression } from './expression';

/** Names the outputs to read from another stack's state, with the value of each while it is missing. */
export interface RemoteStateProps {
  readonly location: StateLocation;
  readonly stack: StackName;
  /** One default per output; keys are in camel case, the outputs' names in snake case. */
  readonly defaults: OutputValues;
}

/**
 * Another stack's outputs, read when Terraform plans. A stack that was never applied or has been destroyed gives the
 * defaults instead of an error.
 */
export class RemoteState {
  /** The Terraform expression, without `${}`, that gives an output. */
  readonly expression: (key: string) => string;

  constructor(
    private readonly scope: TerraformStack,
    props: RemoteStateProps,
  ) {
    this.expression =
      props.location.kind === 's3' ? readObject(scope, props.location, props) : readFile(scope, props);
  }

  text(key: string): string {
    return Token.asString(ref(this.expression(key), this.scope));
  }

  list(key: string): string[] {
    return Token.asList(ref(this.expression(key), this.scope));
  }
}

/** A local state always exists, because `seedLocalStates` creates an empty one; `defaults` covers its missing outputs. */
function readFile(scope: TerraformStack, props: RemoteStateProps): (key: string) => string {
  const data = new DataTerraformRemoteStateLocal(scope, `state-of-${props.stack}`, {
    path: statePath(props.location, props.stack),
    defaults: Object.fromEntries(
      Object.entries(props.defaults).map(([key, value]) => [outputName(key), value]),
    ),
  });
  data.overrideLogicalId(identifier(props.stack));
  return (key) => `data.terraform_remote_state.${identifier(props.stack)}.outputs.${outputName(key)}`;
}

/**
 * Terraform answers a missing object with "Unable to find remote state" whatever the defaults are, so the state is read
 * only when a listing of the bucket shows its object.
 */
function readObject(
  scope: TerraformStack,
  location: S3StateLocation,
  props: RemoteStateProps,
): (key: string) => string {
  const name = identifier(props.stack);
  const objectKey = stateKey(location, props.stack);
  const listing = new DataAwsS3Objects(scope, `listing-of-${props.stack}`, {
    bucket: location.bucket,
    prefix: objectKey,
    region: location.region,
  });
  listing.overrideLogicalId(name);
  const data = new DataTerraformRemoteStateS3(scope, `state-of-${props.stack}`, {
    bucket: location.bucket,
    key: objectKey,
    region: location.region,
  });
  data.overrideLogicalId(name);
  data.addOverride('count', expression(`contains(data.aws_s3_objects.${name}.keys, "${objectKey}") ? 1 : 0`));
  return (key) => {
    const placeholder = JSON.stringify(props.defaults[key]);
    return `try(data.terraform_remote_state.${name}[0].outputs.${outputName(key)}, ${placeholder})`;
  };
}
