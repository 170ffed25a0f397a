// A line small enough for the first page: no chart library is loaded for it. The numbers stand in a table for those who hear it.
import { share } from "@/i18n/format";

interface SparkProps {
  label: string;
  /** 0 to 1, oldest first. */
  points: { name: string; value: number }[];
}

const [width, height] = [600, 72];

export function Spark({ label, points }: SparkProps) {
  const low = Math.min(...points.map((one) => one.value));
  const span = Math.max(...points.map((one) => one.value)) - low || 1;
  const at = (i: number): [number, number] => [
    8 + (i * (width - 16)) / Math.max(1, points.length - 1),
    height - 8 - ((points[i].value - low) / span) * (height - 16),
  ];
  const last = points.length - 1;
  return (
    <figure aria-label={label}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        width="100%"
        height={height}
        aria-hidden
      >
        <polyline
          points={points.map((_, i) => at(i).join()).join(" ")}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="row faint small">
        <span>{`${points[0].name} ${share(points[0].value)}`}</span>
        <span className="grow" />
        <span>{`${points[last].name} ${share(points[last].value)}`}</span>
      </figcaption>
      <table className="seen-by-ear">
        <caption>{label}</caption>
        <tbody>
          {points.map((one, i) => (
            <tr key={i}>
              <th scope="row">{one.name}</th>
              <td>{share(one.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
