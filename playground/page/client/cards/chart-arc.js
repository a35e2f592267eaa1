/** The path of a ring's part; angles in turns, clockwise from twelve o'clock. */
export function arcPath(cx, cy, outer, inner, from, to) {
  // A whole ring would start and end in one point and draw nothing.
  const end = Math.min(to, from + 0.9999);
  const large = end - from > 0.5 ? 1 : 0;
  const [x1, y1] = onCircle(cx, cy, outer, from);
  const [x2, y2] = onCircle(cx, cy, outer, end);
  const [x3, y3] = onCircle(cx, cy, inner, end);
  const [x4, y4] = onCircle(cx, cy, inner, from);
  return `M${x1} ${y1}A${outer} ${outer} 0 ${large} 1 ${x2} ${y2}L${x3} ${y3}A${inner} ${inner} 0 ${large} 0 ${x4} ${y4}Z`;
}

export function onCircle(cx, cy, radius, turn) {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)].map((value) => Number(value.toFixed(2)));
}
