import { html, type TemplateResult } from 'lit';

/** Two panes and the handle between them. */
export interface SplitterParts {
  /** Beside each other, or one above the other. */
  readonly layout: 'wide' | 'narrow';
  /** The first pane's part of the room. */
  readonly percent: number;
  readonly start: TemplateResult;
  readonly end: TemplateResult;
  readonly onMove: (percent: number) => void;
}

/** Per cent that an arrow key moves the handle by. */
const STEP = 5;

/** Two panes whose sizes are changed by dragging the handle between them, or by the arrow keys on it. */
export function splitter(parts: SplitterParts): TemplateResult {
  const { layout, percent, start, end, onMove } = parts;
  return html`<div class="panes ${layout}" .style=${`--start: ${percent}%`}>
    ${start}
    <div
      class="handle"
      role="separator"
      tabindex="0"
      aria-label="Size of the request’s body"
      aria-orientation=${layout === 'wide' ? 'vertical' : 'horizontal'}
      aria-valuenow=${Math.round(percent)}
      aria-valuetext=${`${Math.round(percent)} %`}
      @keydown=${(event: KeyboardEvent) => moveByKey(event, parts)}
      @pointerdown=${grab}
      @pointermove=${(event: PointerEvent) => drag(event, parts)}
      @dblclick=${() => onMove(50)}
    ></div>
    ${end}
  </div>`;
}

function moveByKey(event: KeyboardEvent, { layout, percent, onMove }: SplitterParts): void {
  const next = {
    [layout === 'wide' ? 'ArrowLeft' : 'ArrowUp']: percent - STEP,
    [layout === 'wide' ? 'ArrowRight' : 'ArrowDown']: percent + STEP,
    Home: 0,
    End: 100,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  onMove(next);
}

/** From here on the pointer's moves come here, wherever it goes. */
function grab({ currentTarget, pointerId }: PointerEvent): void {
  if (currentTarget instanceof HTMLElement) currentTarget.setPointerCapture(pointerId);
}

function drag({ currentTarget, pointerId, clientX, clientY }: PointerEvent, { layout, onMove }: SplitterParts): void {
  if (!(currentTarget instanceof HTMLElement) || !currentTarget.hasPointerCapture(pointerId)) return;
  const room = currentTarget.parentElement?.getBoundingClientRect();
  if (!room) return;
  const part = layout === 'wide' ? (clientX - room.left) / room.width : (clientY - room.top) / room.height;
  onMove(part * 100);
}
