import type { FastifyInstance } from "fastify";

/**
 * Lets the service close as soon as its last open request is answered: a connection that was kept
 * for further requests would otherwise hold it up until the caller gives it up.
 */
export function closeAfterLastAnswer(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", (done) => {
    isClosing = true;
    done();
  });
  app.addHook("onResponse", (_request, _reply, done) => {
    if (isClosing) setImmediate(() => app.server.closeIdleConnections());
    done();
  });
}
