import {
  type Estimable,
  type Interval,
  isEstimated,
  type NotEstimable,
} from "../../statistics/estimate.ts";
import type { FormatValue } from "../format.ts";
import { html, type Markup } from "../markup.ts";
import { showInterval } from "./figure.ts";

/** Reasons why figures are missing, told once under the table however many cells they are of. */
export class Reasons {
  readonly #reasons: string[] = [];

  cite({ notEstimable }: NotEstimable): Markup {
    if (!this.#reasons.includes(notEstimable)) this.#reasons.push(notEstimable);
    return html`<span class="reason">none <sup>${this.#reasons.indexOf(notEstimable) + 1}</sup></span>`;
  }

  /** A value over its interval, or where the reason stands why there is none. */
  showInterval(figure: Estimable<Interval>, format: FormatValue): Markup {
    return isEstimated(figure) ? showInterval(figure, format) : this.cite(figure);
  }

  list(): Markup | "" {
    const items = this.#reasons.map(
      (reason, i) => html`<li><sup>${i + 1}</sup> not estimable: ${reason}</li>\n`,
    );
    return items.length === 0 ? "" : html`<ul class="reasons">${items}</ul>`;
  }
}
