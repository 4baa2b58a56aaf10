// Calls of the server in canonical proto3 JSON. Knows nothing of what they are for.
import type { Methods } from "./types.ts";

/** What the page is told when a call was refused for its key. */
export const SIGNED_OUT = "signed-out";

export type Method = keyof Methods;
export type Request<M extends Method> = Methods[M]["request"];
export type Response<M extends Method> = Methods[M]["response"];

/** What is wrong with a field of a request. */
export interface Fault {
  field: string;
  description: string;
}

/** A call that the server refused, or that did not reach it. */
export class CallFailure extends Error {
  constructor(
    message: string,
    /** The reason in capitals; `UNREACHABLE` where there is no server. */
    readonly reason: string,
    readonly faults: Fault[],
  ) {
    super(message);
  }
}

interface Status {
  message?: string;
  details?: { reason?: string; fieldViolations?: Partial<Fault>[] }[];
}

/** Calls a method that takes one request and gives one answer. */
export async function call<M extends Method>(
  method: M,
  request: Request<M>,
  signal?: AbortSignal,
): Promise<Response<M>> {
  const response = await post(method, JSON.stringify(request), signal);
  return (await response.json()) as Response<M>;
}

/** Calls a method that gives a line for each answer. */
export async function* lines<M extends Method>(
  method: M,
  request: Request<M>,
  signal?: AbortSignal,
): AsyncGenerator<Response<M>> {
  const response = await post(method, JSON.stringify(request), signal);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of chunks(response)) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      yield answer<M>(line);
    }
  }
  if (rest.trim() !== "") {
    yield answer<M>(rest);
  }
}

/** Sends lines of requests for one answer, and tells how much of them has gone out, 0 to 1. */
export function send<M extends Method>(method: M, body: Blob, tell: (share: number) => void): Promise<Response<M>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/${method}`);
    request.setRequestHeader("content-type", "application/x-ndjson");
    request.upload.onprogress = (event) => tell(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      if (request.status === 200) {
        resolve(JSON.parse(request.responseText) as Response<M>);
      } else {
        reject(failure(parse(request.responseText)));
      }
    };
    request.send(body);
  });
}

/** Whether a call was given up by its caller. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

async function post(method: Method, body: string, signal?: AbortSignal) {
  const asked: RequestInit = { method: "POST", headers: { "content-type": "application/json" }, body };
  if (signal) {
    asked.signal = signal;
  }
  const response = await fetch(`/v1/${method}`, asked).catch((error: unknown) => {
    throw isAborted(error) ? error : unreachable();
  });
  if (!response.ok) {
    throw failure(parse(await response.text()));
  }
  return response;
}

async function* chunks(response: globalThis.Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    yield read.value;
  }
}

function answer<M extends Method>(line: string): Response<M> {
  const message = JSON.parse(line) as Response<M> & { error?: Status };
  if (message.error?.details) {
    throw failure(message.error);
  }
  return message;
}

export function parse(text: string): Status {
  try {
    return JSON.parse(text) as Status;
  } catch {
    return {};
  }
}

export function failure(status: Status): CallFailure {
  const details = status.details ?? [];
  const reason = details.find((detail) => detail.reason)?.reason ?? "UNKNOWN";
  if (reason.startsWith("API_KEY_")) {
    dispatchEvent(new Event(SIGNED_OUT));
  }
  const violations = details.flatMap((detail) => detail.fieldViolations ?? []);
  const faults = violations.map(({ field = "", description = "" }) => ({ field, description }));
  return new CallFailure(status.message ?? "the server gave no reason", reason, faults);
}

function unreachable(): CallFailure {
  return new CallFailure("the server cannot be reached", "UNREACHABLE", []);
}
