import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { Construct } from 'constructs';

export interface BudgetProps {
  readonly name: string;
  /** US dollars per month for the whole account. */
  readonly monthlyUsd: number;
  /** Who is written to. */
  readonly emails: readonly string[];
}

/** Writes to people when 80% of a month's money is spent, and when the month is forecast to cost more than all of it. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { name, monthlyUsd, emails }: BudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, 'budget', {
      name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(monthlyUsd),
      limitUnit: 'USD',
      notification: [
        { notificationType: 'ACTUAL', threshold: 80 },
        { notificationType: 'FORECASTED', threshold: 100 },
      ].map((alarm) => ({
        ...alarm,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
        subscriberEmailAddresses: [...emails],
      })),
    });
  }
}
