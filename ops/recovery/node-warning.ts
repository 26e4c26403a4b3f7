/**
 * Keeps the AWS SDK from telling whoever runs a command to move on from Node 20, which this project supports with exact versions
 * of the SDK. Call it before the first client is made.
 */
export function silenceNodeWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
