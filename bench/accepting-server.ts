import restify from 'restify';

/* What callbacks are measured against: restify that reads a body and answers as ours does, with nothing behind it. */

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/webhooks/partner-center/:key', (_request, response, next) => {
  response.send(202, { ok: true });
  next();
});
server.get('/readyz', (_request, response, next) => {
  response.send(200, { ok: true });
  next();
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
