/** What is told of one attempt at a service: no path and no query, which hold ids of customers. */
export interface ObservedCall {
  readonly method: string;
  /** Host with port, as in a URL. */
  readonly host: string;
}

/** Stands around one attempt at a service, and answers or throws what it does. */
export type ObserveCall = <T extends { readonly status: number }>(
  call: ObservedCall,
  send: () => Promise<T>,
) => Promise<T>;

/** Where nobody looks. */
export const unobserved: ObserveCall = (_, send) => send();
