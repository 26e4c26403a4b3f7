/** The result of one Checkov check for one resource. */
export interface Finding {
  /** For example CKV_AWS_58. */
  readonly check: string;
  /** What the check requires. */
  readonly title: string;
  readonly fleet: string;
  /** The stack's name. */
  readonly stack: string;
  /** `aws_eks_cluster.control-plane_cluster_47C848BD` */
  readonly resource: string;
}

/** What Checkov found in a folder with one folder per fleet, each with one file per stack. */
export interface Findings {
  readonly passed: readonly Finding[];
  readonly failed: readonly Finding[];
  /** Files that Checkov could not read. */
  readonly unread: readonly string[];
}

interface Report {
  readonly results: {
    readonly passed_checks: readonly ReportedCheck[];
    readonly failed_checks: readonly ReportedCheck[];
    readonly parsing_errors: readonly string[];
  };
}

interface ReportedCheck {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
}

/**
 * Reads the output of Checkov with `--output json`.
 *
 * @throws Error if it is not a report about Terraform: Checkov writes another form when it finds nothing to scan
 */
export function readFindings(json: string): Findings {
  const report = JSON.parse(json) as Partial<Report>;
  if (report.results === undefined) throw new Error('Checkov gave no report about Terraform.');
  return {
    passed: report.results.passed_checks.map(finding),
    failed: report.results.failed_checks.map(finding),
    unread: report.results.parsing_errors,
  };
}

function finding({ check_id, check_name, resource, file_path }: ReportedCheck): Finding {
  const [fleet = '', file = ''] = file_path.split('/').slice(-2);
  return {
    check: check_id,
    title: check_name,
    fleet,
    stack: file.replace(/\.tf\.json$/, ''),
    resource: resource.replace(/^resource\./, ''),
  };
}
