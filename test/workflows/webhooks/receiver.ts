import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import {
  type AddressInfo,
  createServer as createRawServer,
  type Server,
  type Socket,
} from "node:net";
import { text } from "node:stream/consumers";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly port: number;
  readonly url: string;
  /** Whole requests, in the order in which they came. */
  readonly received: readonly Received[];
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** A real HTTP server on 127.0.0.1 that keeps what it gets, then answers as told. */
export async function startReceiver(answer: RequestListener): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    received.push({ method: method!, path: url!, headers, body: await text(request) });
    answer(request, response);
  });
  return listen(server, received);
}

/** A server that speaks whatever it is told to, be it no HTTP. */
export async function startRawReceiver(answer: (socket: Socket) => void): Promise<Receiver> {
  const server = createRawServer((socket) => {
    socket.on("error", () => {});
    answer(socket);
  });
  return listen(server, []);
}

async function listen(server: Server, received: readonly Received[]): Promise<Receiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/hook?tenant=7`,
    received,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
