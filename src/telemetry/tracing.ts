import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type SpanContext,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

export interface TracingDeps {
  /** Of an OpenTelemetry collector, without `/v1/traces`. */
  readonly endpoint: string;
  /** Sent with each export, as for a key of the collector. */
  readonly headers: Readonly<Record<string, string>>;
  /** The trace of the work at hand, and work done within one: W3C traceparents. */
  readonly carried: {
    readonly current: () => string | undefined;
    readonly run: <T>(traceparent: string, work: () => T) => T;
  };
  /** Milliseconds between two exports; 5,000 by default. */
  readonly everyMs?: number;
}

export interface Tracing {
  /**
   * Does work as a span of the trace at hand, of `parent` where there is one, or of a new trace. `ended` may add what
   * only the answer shows. Attributes are ids and words of ours, never text of people or services.
   */
  readonly span: <T>(
    span: { readonly name: string; readonly attributes: Attributes; readonly parent?: string | undefined },
    work: () => Promise<T>,
    ended?: (answer: T) => Attributes,
  ) => Promise<T>;
  /** Sends what has not been sent, in two seconds at most. Never throws. */
  stop(): Promise<void>;
}

/** Milliseconds that the last export may take when the process ends: a collector that hangs must not keep it. */
const lastExportMs = 2000;

const flagsOf = { sampled: '01', not: '00' } as const;

/** OpenTelemetry without its globals: where the work at hand stands is known to the jobs' rows and to us alone. */
export function createTracing({ endpoint, headers, carried, everyMs = 5000 }: TracingDeps): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers: { ...headers } });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'mining-watch' }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: everyMs })],
  });
  const tracer = provider.getTracer('mining-watch');

  return {
    span: async ({ name, attributes, parent }, work, ended) => {
      const span = tracer.startSpan(name, { attributes }, contextOf(parent ?? carried.current()));
      try {
        const answer = await carried.run(traceparentOf(span.spanContext()), work);
        if (ended !== undefined) span.setAttributes(ended(answer));
        return answer;
      } catch (error) {
        // The message of an error may quote what a service said.
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', error instanceof Error ? error.name.slice(0, 100) : typeof error);
        throw error;
      } finally {
        span.end();
      }
    },
    stop: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, lastExportMs).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 1) === 1 ? flagsOf.sampled : flagsOf.not}`;
}

function contextOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number(flags), isRemote: true });
}
