import fastify from "fastify";

/** A bare route that reads a JSON body and returns as many bytes as it is started with. */
const body = JSON.stringify({ text: "x".repeat(Number(process.argv[2]) - '{"text":""}'.length) });
const app = fastify();
app.post("/v1/score", async (_, reply) => {
  reply.type("application/json");
  return body;
});
process.send!(await app.listen({ host: "127.0.0.1", port: 0 }));
process.on("disconnect", () => process.exit());
