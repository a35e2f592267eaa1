/* Never run: the compiler checks here that what the edges make is what the workflow asks for. */
import type { createCostReader } from '../../src/azure/costs.ts';
import type { createGraphAlerts } from '../../src/graph/alerts.ts';
import type { createGroupDirectory } from '../../src/graph/groups.ts';
import type { createCustomerDirectory } from '../../src/partner-center/customers.ts';
import type { createFraudEvents } from '../../src/partner-center/fraud-events.ts';
import type { AlertSource, CostReader, CustomerDirectory, GroupDirectory } from '../../src/workflow/ports.ts';

export type Fits = [
  Fit<AlertSource, ReturnType<typeof createGraphAlerts>>,
  Fit<AlertSource, ReturnType<typeof createFraudEvents>>,
  Fit<CustomerDirectory, ReturnType<typeof createCustomerDirectory>>,
  Fit<CostReader, ReturnType<typeof createCostReader>>,
  Fit<GroupDirectory, ReturnType<typeof createGroupDirectory>>,
];
type Fit<Port, Made extends Port> = Made;
