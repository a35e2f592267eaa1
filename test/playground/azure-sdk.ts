import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';

const real = 'https://management.azure.com';
const links = ['azure-asyncoperation', 'location'];

/** What the official SDKs take: a credential whose token is ours, and a client that asks the local Azure (facts/azure.md 8.3 C). */
export function sdkOptions(baseUrl: string, token: string) {
  const own = createDefaultHttpClient();
  const httpClient: HttpClient = {
    async sendRequest(request) {
      request.url = request.url.replace(real, baseUrl);
      request.allowInsecureConnection = true;
      const response = await own.sendRequest(request);
      for (const name of links) {
        const link = response.headers.get(name);
        if (link !== undefined) response.headers.set(name, link.replace(baseUrl, real));
      }
      const body = response.bodyAsText?.replaceAll(baseUrl, real);
      return body === undefined ? response : { ...response, bodyAsText: body };
    },
  };
  return {
    credential: { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    options: { httpClient },
  };
}
