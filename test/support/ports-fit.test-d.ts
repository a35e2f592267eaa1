/* Never run: the compiler checks here that what the edges make is what the workflow asks for. */
import type { createAzureActs } from '../../src/azure/acts.ts';
import type { createCostReader } from '../../src/azure/costs.ts';
import type { createAzureReader } from '../../src/azure/reader.ts';
import type { createGraphAlerts } from '../../src/graph/alerts.ts';
import type { createGroupDirectory } from '../../src/graph/groups.ts';
import type { createMailer } from '../../src/graph/mail.ts';
import type { createScoreReader } from '../../src/graph/score.ts';
import type { createSubscriptionAudit } from '../../src/partner-center/audit.ts';
import type { createSubscriptionCanceller } from '../../src/partner-center/cancel.ts';
import type { createCustomerDirectory } from '../../src/partner-center/customers.ts';
import type { createFraudEvents } from '../../src/partner-center/fraud-events.ts';
import type { createSupportDesk } from '../../src/partner-center/service-requests.ts';
import type { createWebhookRegistrar } from '../../src/partner-center/webhook-registration.ts';
import type { Mailer, ScoreReader, SupportDesk } from '../../src/workflow/asking-ports.ts';
import type { AlertSource, CostReader, CustomerDirectory, GroupDirectory } from '../../src/workflow/outside-ports.ts';
import type {
  AzureActs,
  AzureReader,
  SubscriptionAudit,
  SubscriptionCanceller,
} from '../../src/workflow/response-ports.ts';
import type { WebhookRegistrar } from '../../src/workflow/webhook-ports.ts';

export type Fits = [
  Fit<AlertSource, ReturnType<typeof createGraphAlerts>>,
  Fit<AlertSource, ReturnType<typeof createFraudEvents>>,
  Fit<CustomerDirectory, ReturnType<typeof createCustomerDirectory>>,
  Fit<CostReader, ReturnType<typeof createCostReader>>,
  Fit<AzureReader, ReturnType<typeof createAzureReader>>,
  Fit<AzureActs, ReturnType<typeof createAzureActs>>,
  Fit<GroupDirectory, ReturnType<typeof createGroupDirectory>>,
  Fit<SubscriptionAudit, ReturnType<typeof createSubscriptionAudit>>,
  Fit<SubscriptionCanceller, ReturnType<typeof createSubscriptionCanceller>>,
  Fit<Mailer, ReturnType<typeof createMailer>>,
  Fit<ScoreReader, ReturnType<typeof createScoreReader>>,
  Fit<SupportDesk, ReturnType<typeof createSupportDesk>>,
  Fit<WebhookRegistrar, ReturnType<typeof createWebhookRegistrar>>,
];
type Fit<Port, Made extends Port> = Made;
