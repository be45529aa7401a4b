// A small line chart: inline SVG, one path for each series, redrawn whole.

const NS = "http://www.w3.org/2000/svg";
const WIDTH = 300;
const HEIGHT = 100;

function nice(most) {
  if (!(most > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most);
}

function svg(name, attributes) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function div(kind, text) {
  const element = document.createElement("div");
  element.className = kind;
  element.textContent = text;
  return element;
}

export function short(value) {
  if (value >= 1e6) return `${+(value / 1e6).toPrecision(3)}M`;
  if (value >= 1e4) return `${+(value / 1e3).toPrecision(3)}k`;
  return `${+value.toPrecision(3)}`;
}

export class Chart {
  constructor(place, name, series, seconds) {
    this.name = name;
    this.series = series;
    this.seconds = seconds;
    this.plot = div("plot", "");
    this.picture = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
    for (const y of [2, 50, 98]) this.picture.append(svg("line", { x1: 0, x2: WIDTH, y1: y, y2: y }));
    this.paths = series.map((_, i) => svg("path", { class: `line s${i}` }));
    this.picture.append(...this.paths);
    this.top = div("axis top", "");
    this.mid = div("axis mid", "");
    this.plot.append(this.top, this.mid, div("axis low", "0"), this.picture);
    for (const axis of this.plot.querySelectorAll(".axis")) axis.setAttribute("aria-hidden", "true");
    const legend = div("legend", "");
    series.forEach((label, i) => {
      const item = document.createElement("span");
      const mark = document.createElement("i");
      mark.className = `s${i}`;
      item.append(mark, label);
      legend.append(item);
    });
    this.span = document.createElement("span");
    legend.append(this.span);
    place.append(this.plot, legend);
  }

  // samples: [{ at: ms, values: [number or null, ...] }, ...], oldest first
  draw(samples, now) {
    const most = nice(Math.max(0, ...samples.flatMap((sample) => sample.values.filter((value) => value !== null))));
    this.top.textContent = short(most);
    this.mid.textContent = short(most / 2);
    const age = samples.length ? (now - samples[0].at) / 1000 : 0;
    const seconds = [30, 60, 120].find((span) => span >= age) ?? this.seconds;
    this.span.textContent = seconds < 60 ? `last ${seconds} s` : `last ${seconds / 60} min`;
    this.paths.forEach((path, i) => {
      let drawn = "";
      let pen = "M";
      for (const sample of samples) {
        const value = sample.values[i];
        if (value === null || value === undefined) {
          pen = "M";
          continue;
        }
        const x = WIDTH * (1 - (now - sample.at) / (seconds * 1000));
        const y = 98 - 96 * (value / most);
        drawn += `${pen}${x.toFixed(2)} ${y.toFixed(2)}`;
        pen = "L";
      }
      path.setAttribute("d", drawn);
    });
    const last = samples.at(-1);
    this.picture.setAttribute("aria-label", last
      ? `${this.name}: ${this.series.map((label, i) => `${label} ${last.values[i] == null ? "unknown" : short(last.values[i])}`).join(", ")}`
      : `${this.name}: nothing yet`);
  }
}
