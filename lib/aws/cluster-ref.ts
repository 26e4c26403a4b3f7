/** The EKS cluster that something belongs to, and where that is. */
export interface ClusterRef {
  /** The cluster's name. It is a reference to the cluster where one is made, so that what has it waits for the cluster. */
  readonly name: string;
  /** The same name as plain text: what names of resources begin with. */
  readonly namePrefix: string;
  /** The account's 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** The second part of every ARN there, for example `aws`. */
  readonly partition: string;
}
