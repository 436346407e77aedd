import multipart, { type MultipartFile } from "@fastify/multipart";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { UploadedFile } from "../workflows/training/start-training.ts";
import { UPLOAD_ROLES, type UploadRole } from "../workflows/training/training-input.ts";
import { sendProblem } from "./problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** JSON Schema of the form data that a route takes in place of JSON. */
    readonly formData?: Readonly<Record<string, unknown>>;
  }
  interface FastifyRequest {
    /** Files that came as form data; null where the body is JSON. */
    uploads: readonly UploadedFile[] | null;
  }
}

/** Bytes of all files of an upload together. */
const MOST_BYTES = 64 << 20;
/** Bytes of the field of settings. */
const FIELD_BYTES = 1 << 16;

/** Lets requests in this scope bring files as form data. */
export async function acceptUploads(app: FastifyInstance): Promise<void> {
  app.decorateRequest("uploads", null);
  await app.register(multipart, {
    limits: {
      fileSize: MOST_BYTES,
      files: UPLOAD_ROLES.length,
      fields: 1,
      fieldSize: FIELD_BYTES,
      parts: UPLOAD_ROLES.length + 1,
      headerPairs: 20,
    },
  });
}

const file = (description: string) => ({ type: "string", format: "binary", description });

/** JSON Schema of the form data of an upload. */
export const UPLOAD_FORM = {
  type: "object",
  properties: {
    deals: file("Closed and open deals: CSV, JSON or Parquet."),
    leads: file("Leads, where they are not in the file of deals."),
    activities: file("What leads did, and when."),
    feedback: file("What sales said of leads."),
    mapping: file("What the columns mean: docs/schemas/mapping.schema.json."),
    scorecard: file("The scorecard to fit on, in place of one that is kept here."),
    settings: { type: "string", description: "The JSON that would else be the body, less `from`." },
  } satisfies Record<UploadRole | "settings", object>,
  required: ["deals", "mapping"],
};

/**
 * Reads form data: files by what they are (deals, leads, …), and in the field `settings` the JSON
 * that would else be the body, which it becomes. Form data that cannot be read are answered.
 */
export async function readUpload(request: FastifyRequest, reply: FastifyReply) {
  if (!request.isMultipart()) return;
  const upload = await readParts(request).catch(describeFault);
  if ("fault" in upload) return sendProblem(reply, upload.fault);
  request.uploads = upload.files;
  request.body = { ...upload.settings, from: "upload" };
}

interface Upload {
  readonly files: readonly UploadedFile[];
  readonly settings: object;
}

interface Faulty {
  readonly fault: Parameters<typeof sendProblem>[1];
}

async function readParts(request: FastifyRequest): Promise<Upload | Faulty> {
  const files: UploadedFile[] = [];
  let settings: object = {};
  let bytes = 0;
  for await (const part of request.parts()) {
    if (part.type === "file") {
      const role = UPLOAD_ROLES.find((name) => name === part.fieldname);
      if (role === undefined) return refusePart(`one of the files ${UPLOAD_ROLES.join(", ")}`);
      if (files.some((file) => file.role === role)) return refusePart(`each file once: ${role}`);
      const content = await part.toBuffer();
      bytes += content.length;
      if (bytes > MOST_BYTES) return TOO_LARGE;
      files.push({ role, name: nameSafely(part, role), content });
    } else {
      const read = part.fieldname === "settings" ? readSettings(part.value) : null;
      if (read === null) return refusePart("in the field settings a JSON object");
      settings = read;
    }
  }
  return { files, settings };
}

const LONGEST_NAME = 200;

/** The database holds no NUL and no broken surrogate pairs. */
function nameSafely({ filename }: MultipartFile, role: UploadRole): string {
  // Without a name the parser gives none, whatever its type says.
  const name = (filename as string | undefined) ?? "";
  const safe = Buffer.from(name).toString().replaceAll("\0", "");
  return safe === "" ? role : safe.slice(-LONGEST_NAME).replace(/^[\udc00-\udfff]/, "");
}

function readSettings(value: unknown): object | null {
  try {
    const settings: unknown = JSON.parse(String(value));
    const isObject = typeof settings === "object" && !Array.isArray(settings);
    return isObject ? settings : null;
  } catch {
    return null;
  }
}

const TOO_LARGE: Faulty = {
  fault: {
    status: 413,
    code: "body-too-large",
    detail: "The upload is larger than this address takes, or has too many parts.",
    remedy: "Send at most 64 MiB in one request: fewer columns, or a shorter period.",
  },
};

function refusePart(expected: string): Faulty {
  return {
    fault: {
      status: 400,
      code: "request-invalid",
      detail: "The form data have a part that is not expected.",
      remedy: "Correct the places named; openapi.json describes the whole.",
      details: [{ where: "the body", reason: `expected ${expected}` }],
    },
  };
}

const UNREADABLE: Faulty = {
  fault: {
    status: 400,
    code: "request-unreadable",
    detail: "The form data cannot be read: they end too early or break their form.",
    remedy: "Send multipart/form-data with its boundary, such as curl -F does.",
  },
};

/** What the parser throws is for the sake of what was sent: too much of it, or no form data. */
function describeFault(error: unknown): Faulty {
  return (error as { statusCode?: unknown }).statusCode === 413 ? TOO_LARGE : UNREADABLE;
}
