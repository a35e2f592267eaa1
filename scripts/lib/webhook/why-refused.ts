/** What each reason for which callbacks are refused asks for; reasons are those of src/partner-center/verify-webhook.ts. */
const mends: Readonly<Record<string, string>> = {
  'signature-missing':
    'A proxy takes the headers Authorization and x-ms-signature away, or somebody else posts there: have the proxy pass them on.',
  'header-twice':
    'A proxy adds headers of its own to x-ms-signature or Authorization: have it pass them on as they are.',
  algorithm: 'Partner Center would sign otherwise than is known (rsa-sha256): look for a newer Mining Watch.',
  signature: 'A proxy changes the body, or somebody forges callbacks: have the proxy pass the body on byte for byte.',
  body: 'The event cannot be read: look for a newer Mining Watch.',
  'certificate-url-missing': 'A proxy takes x-ms-certificate-url away, or somebody else posts there.',
  'certificate-url':
    'The certificate is not on WEBHOOK_CERTIFICATE_HOST. If Microsoft has moved it (look at its documentation), change that.',
  'certificate-not-had': 'The bot must reach WEBHOOK_CERTIFICATE_HOST by https: name, firewall, proxy.',
  'certificate-dates':
    'The certificate is not valid at this time: look at the clock of the machine that the bot runs on.',
  'certificate-chain':
    'No root that is believed has signed the certificate: if Microsoft has a new one, put it into WEBHOOK_CERTIFICATES_FILE.',
};

/** How a reason is mended. */
export function mendRefusal(why: string): string {
  return mends[why] ?? 'The certificate is not one that Microsoft signs callbacks with: somebody forges them.';
}
