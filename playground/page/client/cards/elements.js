/* global AdaptiveCards */
import { drawBadge } from './badge.js';
import { drawBars } from './chart-bars.js';
import { drawDonut } from './chart-donut.js';
import { chartFrame } from './chart-frame.js';
import { drawGauge } from './chart-gauge.js';
import { drawHorizontalBars } from './chart-horizontal-bars.js';
import { drawLines } from './chart-lines.js';
import { drawCodeBlock } from './code-block.js';
import { drawIcon } from './icon.js';
import { drawProgressBar } from './progress-bar.js';

const drawers = {
  Badge: drawBadge,
  'Chart.Donut': (source) => chartFrame(source, drawDonut),
  'Chart.Gauge': (source) => chartFrame(source, drawGauge),
  'Chart.HorizontalBar': (source) => chartFrame(source, drawHorizontalBars),
  'Chart.Line': (source) => chartFrame(source, drawLines),
  'Chart.Pie': (source) => chartFrame(source, drawDonut),
  'Chart.VerticalBar': (source) => chartFrame(source, drawBars),
  CodeBlock: drawCodeBlock,
  Icon: drawIcon,
  ProgressBar: drawProgressBar,
};

/** Makes the elements that Teams has beyond schema 1.5 known to the SDK, so that their `fallback` is not used here. */
export function registerElements() {
  for (const [type, draw] of Object.entries(drawers)) {
    AdaptiveCards.GlobalRegistry.elements.register(type, elementClass(type, draw), AdaptiveCards.Versions.v1_0);
  }
}

function elementClass(type, draw) {
  return class extends AdaptiveCards.CardElement {
    getJsonTypeName() {
      return type;
    }

    internalParse(source, context) {
      super.internalParse(source, context);
      this.source = source;
    }

    internalRender() {
      return draw(this.source);
    }
  };
}
