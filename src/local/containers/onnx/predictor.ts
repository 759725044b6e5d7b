import { isJsonLines, mediaType } from './contentTypes.ts';
import { feedsOfHandler } from './feeds.ts';
import type { Handlers, RequestInfo } from './handlers.ts';
import { jsonBodyProblem } from './json.ts';
import type { OnnxModel } from './model.ts';
import { messageOf, RequestProblem, statusOf } from './problem.ts';
import { type Reply, replyOf } from './reply.ts';

/** Answers requests with a model, one after another: its WebAssembly build has one thread. */
export class Predictor {
  readonly #model: OnnxModel;
  readonly #handlers: Handlers;
  #last: Promise<unknown> = Promise.resolve();

  constructor(model: OnnxModel, handlers: Handlers) {
    this.#model = model;
    this.#handlers = handlers;
  }

  /**
   * Waits its turn, then answers.
   * @param signal drops a request that nobody waits for any more, if its turn has not come
   * @throws RequestProblem with status 400 for what `input` refuses, 500 for failures of the model or of `output`
   */
  predict(body: Uint8Array, request: RequestInfo, signal: AbortSignal): Promise<Reply> {
    const answer = this.#last.then(() => {
      signal.throwIfAborted();
      return this.#answer(body, request);
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #answer(body: Uint8Array, request: RequestInfo): Promise<Reply> {
    const given = await this.#input(body, request);
    try {
      const results = await this.#model.run(feedsOfHandler(given, this.#model.inputs));
      return replyOf(await this.#handlers.output(results, request.accept, request), request.accept);
    } catch (cause) {
      throw new RequestProblem(outputStatus(cause), messageOf(cause), { cause });
    }
  }

  async #input(body: Uint8Array, request: RequestInfo): Promise<unknown> {
    try {
      return await this.#handlers.input(body, request.contentType, request);
    } catch (cause) {
      const message = jsonMistake(cause, body, request) ?? messageOf(cause);
      throw new RequestProblem(statusOf(cause) ?? 400, message, { cause });
    }
  }
}

/** A handler's feeds that do not fit the model are the handler's fault, not the caller's. */
function outputStatus(cause: unknown): number {
  return cause instanceof RequestProblem && cause.statusCode === 400 ? 500 : (statusOf(cause) ?? 500);
}

/** Says where a body is no JSON, when that is what a handler's JSON.parse stumbled over. */
function jsonMistake(cause: unknown, body: Uint8Array, { contentType }: RequestInfo): string | undefined {
  if (!(cause instanceof SyntaxError)) return undefined;
  return jsonBodyProblem(new TextDecoder().decode(body), isJsonLines(mediaType(contentType)));
}
